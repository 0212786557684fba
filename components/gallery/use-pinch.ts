"use client";

import { type RefObject, useEffect } from "react";
import { useRowHeight } from "@/components/gallery/use-row-height";
import { useLatest } from "@/components/ui/use-latest";

/** How much of the height a wheel's pixel changes. */
const PER_PIXEL = 0.004;

/** Two fingers change the height of the rows, and so does the wheel with Ctrl, which is what a track pad's pinch sends. */
export function usePinch(scroller: RefObject<HTMLElement | null>, isReady: boolean): void {
  const { rowHeight, setRowHeight } = useRowHeight();
  const latest = useLatest(rowHeight);
  useEffect(() => {
    const element = scroller.current;
    if (!isReady || !element) return undefined;
    // Small steps add up here, because the height itself is in whole pixels.
    let exact = latest.current;
    const scale = (by: number) => {
      if (Math.abs(exact - latest.current) > 1) exact = latest.current;
      exact *= by;
      setRowHeight(exact);
    };
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      scale(Math.exp(-event.deltaY * PER_PIXEL));
    };
    let distance: number | null = null;
    const onTouch = (event: TouchEvent) => {
      const now = distanceOf(event.touches);
      if (now !== null && distance !== null) {
        event.preventDefault();
        scale(now / distance);
      }
      distance = now;
    };
    const listening = new AbortController();
    const options = { signal: listening.signal, passive: false };
    element.addEventListener("wheel", onWheel, options);
    for (const name of ["touchstart", "touchmove", "touchend", "touchcancel"] as const) {
      element.addEventListener(name, onTouch, options);
    }
    return () => listening.abort();
  }, [isReady, scroller, latest, setRowHeight]);
}

/** Null unless two fingers touch. */
function distanceOf(touches: TouchList): number | null {
  const [one, other] = [touches[0], touches[1]];
  if (!one || !other || touches.length !== 2) return null;
  return Math.max(1, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY));
}
