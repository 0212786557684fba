"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 500;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

/** All waiting plates of a page share one timer, which stops without subscribers. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Between ticks the snapshot must stay the same; after a pause it is updated first. */
function read(): number {
  const present = Date.now();
  if (present - now > 2 * TICK_MS) now = present;
  return now;
}

/** Milliseconds since 1970, updated twice a second; null during hydration. */
export function useNow(): number | null {
  return useSyncExternalStore<number | null>(subscribe, read, () => null);
}
