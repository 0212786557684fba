"use client";

import { type MouseEvent, type PointerEvent, useEffect, useRef } from "react";

const PRESS_MS = 420;
/** A finger that moves more scrolls. */
const SLACK = 10;

/** Calls back when one finger rests on an element; the click that follows is left out. */
export function useLongPress(onLongPress: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const from = useRef<{ x: number; y: number } | null>(null);
  const wasLong = useRef(false);
  const listening = useRef<AbortController>(undefined);
  const cancel = () => {
    clearTimeout(timer.current);
    listening.current?.abort();
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      listening.current?.abort();
    },
    [],
  );
  return {
    onPointerDown: (event: PointerEvent) => {
      wasLong.current = false;
      from.current = null;
      if (event.pointerType === "mouse" || !event.isPrimary) return;
      cancel();
      // A second finger, wherever it is, is a pinch.
      listening.current = new AbortController();
      const options = { capture: true, signal: listening.current.signal };
      document.addEventListener("pointerdown", (other) => other.isPrimary || cancel(), options);
      from.current = { x: event.clientX, y: event.clientY };
      timer.current = setTimeout(() => {
        wasLong.current = true;
        cancel();
        onLongPress();
      }, PRESS_MS);
    },
    onPointerMove: (event: PointerEvent) => {
      const start = from.current;
      if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLACK) cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    /** Android opens a menu at the same time. */
    onContextMenu: (event: MouseEvent) => {
      if (from.current !== null) event.preventDefault();
    },
    onClickCapture: (event: MouseEvent) => {
      if (!wasLong.current) return;
      wasLong.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
