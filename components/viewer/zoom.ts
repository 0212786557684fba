"use client";

import { type Ref, type RefObject, useCallback, useImperativeHandle, useRef } from "react";
import type { ReactZoomPanPinchRef } from "react-zoom-pan-pinch";

/** Beyond this scale the 1440 px derivative looks soft: load the original. */
export const ORIGINAL_FROM_SCALE = 1.3;
/** Enough to see the pixels of a 4K picture on a phone. */
export const MAX_SCALE = 24;
const STEP_MS = 160;

export type ZoomHandle = {
  zoomIn: () => void;
  zoomOut: () => void;
  fit: () => void;
  /** One pixel of the picture for each pixel of the screen; once more: fits again. */
  toPixels: () => void;
};

/**
 * The handle of a stage, and how much of the picture's pixels it shows.
 * @param onPercent 100: one pixel of the picture for each pixel of the screen
 */
export function useZoomHandle(
  ref: Ref<ZoomHandle> | undefined,
  zoom: RefObject<ReactZoomPanPinchRef | null>,
  imageWidth: number,
  onPercent: (percent: number) => void,
) {
  const fitted = useRef<HTMLDivElement>(null);
  const told = useRef(0);
  const report = useCallback(
    (scale: number) => {
      const shown = (fitted.current?.offsetWidth ?? 0) * window.devicePixelRatio;
      const percent = Math.round((100 * scale * shown) / Math.max(1, imageWidth));
      if (percent === told.current) return;
      told.current = percent;
      onPercent(percent);
    },
    [imageWidth, onPercent],
  );
  useImperativeHandle(ref, () => ({
    zoomIn: () => void zoom.current?.zoomIn(),
    zoomOut: () => void zoom.current?.zoomOut(),
    fit: () => void zoom.current?.resetTransform(STEP_MS),
    toPixels: () => {
      const shown = (fitted.current?.offsetWidth ?? 0) * window.devicePixelRatio;
      const target = Math.min(MAX_SCALE, imageWidth / Math.max(1, shown));
      const isThere = Math.abs((zoom.current?.state.scale ?? 1) - target) < 0.01;
      if (target <= 1 || isThere) void zoom.current?.resetTransform(STEP_MS);
      else void zoom.current?.centerView(target, STEP_MS);
    },
  }));
  return { fitted, report };
}
