"use client";

import { useEffect, useEffectEvent } from "react";

/** How long a note stays that offers to undo. */
const SHOWN_MS = 7_000;

/**
 * Calls `onEnd` some seconds after a note appears.
 * @param number differs for each note; null while none is shown, or while one must stay
 */
export function useEndAfter(number: number | null, onEnd: () => void): void {
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (number === null) return undefined;
    const timer = setTimeout(() => end(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [number]);
}
