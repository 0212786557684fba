"use client";

import { type TouchEvent, useRef } from "react";

const SWIPE_PX = 56;

type Swipe = {
  /** False while the picture is zoomed: a touch pans then. */
  isOn: boolean;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onClose: () => void;
};

/** A horizontal swipe changes the picture, a downward swipe closes. */
export function useSwipe({ isOn, onPrevious, onNext, onClose }: Swipe) {
  const start = useRef<{ x: number; y: number } | null>(null);
  return {
    onTouchStart: (event: TouchEvent) => {
      const finger = event.touches[0];
      const isOne = event.touches.length === 1;
      start.current = isOn && isOne && finger ? { x: finger.clientX, y: finger.clientY } : null;
    },
    onTouchEnd: (event: TouchEvent) => {
      const from = start.current;
      const finger = event.changedTouches[0];
      start.current = null;
      if (!from || !finger) return;
      const x = finger.clientX - from.x;
      const y = finger.clientY - from.y;
      if (Math.abs(x) > SWIPE_PX && Math.abs(x) > 2 * Math.abs(y))
        (x > 0 ? onPrevious : onNext)?.();
      else if (y > 2 * SWIPE_PX && y > 2 * Math.abs(x)) onClose();
    },
  };
}
