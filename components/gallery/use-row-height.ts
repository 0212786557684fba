"use client";

import { useCallback, useSyncExternalStore } from "react";

export const ROW_MIN = 96;
export const ROW_MAX = 400;
const KEY = "pentimento.gallery.row";
const STEP = 1.2;

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The height of the wall's rows, remembered in this browser. */
export function useRowHeight(): {
  rowHeight: number;
  setRowHeight: (height: number) => void;
  /** One step larger or smaller. */
  resize: (by: -1 | 1) => void;
} {
  const rowHeight = useSyncExternalStore(subscribe, readHeight, () => 200);
  const setRowHeight = useCallback((height: number) => {
    try {
      localStorage.setItem(KEY, String(clamp(height)));
    } catch {
      // Without storage the rows keep their height.
    }
    for (const listener of listeners) listener();
  }, []);
  const resize = useCallback(
    (by: -1 | 1) => setRowHeight(readHeight() * STEP ** by),
    [setRowHeight],
  );
  return { rowHeight, setRowHeight, resize };
}

function readHeight(): number {
  try {
    const kept = Number(localStorage.getItem(KEY) ?? Number.NaN);
    if (kept >= ROW_MIN && kept <= ROW_MAX) return kept;
  } catch {
    // Storage may be blocked.
  }
  return window.innerWidth < 640 ? 150 : 200;
}

function clamp(height: number): number {
  return Math.round(Math.min(ROW_MAX, Math.max(ROW_MIN, height)));
}
