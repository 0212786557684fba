"use client";

import { type PointerEvent, type SyntheticEvent, useEffect, useRef } from "react";

/** A press this long is a hold, not a click. */
const HOLD_MS = 220;
/** A touch that moves this far is a scroll. */
const SLIP_PX = 10;

type Hold = { onHold: () => void; onRelease: () => void; delayMs?: number };

/**
 * Handlers that distinguish a hold from a click for mouse, pen and touch. After a hold the resulting click is
 * swallowed, and so is the context menu of a long touch.
 */
export function useHold({ onHold, onRelease, delayMs = HOLD_MS }: Hold) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef<{ x: number; y: number } | null>(null);
  const isHeld = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);

  const end = () => {
    clearTimeout(timer.current);
    start.current = null;
    if (isHeld.current) onRelease();
  };

  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      isHeld.current = false;
      start.current = { x: event.clientX, y: event.clientY };
      timer.current = setTimeout(() => {
        isHeld.current = true;
        onHold();
      }, delayMs);
    },
    onPointerMove: (event: PointerEvent) => {
      if (!start.current || isHeld.current) return;
      const slip = Math.hypot(event.clientX - start.current.x, event.clientY - start.current.y);
      if (slip > SLIP_PX) end();
    },
    onPointerUp: end,
    onPointerLeave: end,
    onPointerCancel: end,
    onClickCapture: (event: SyntheticEvent) => {
      if (!isHeld.current) return;
      isHeld.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
    onContextMenu: (event: SyntheticEvent) => {
      if (start.current || isHeld.current) event.preventDefault();
    },
  };
}
