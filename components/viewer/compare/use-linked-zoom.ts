"use client";

import { type RefObject, useState } from "react";
import type { ReactZoomPanPinchRef } from "react-zoom-pan-pinch";
import { MAX_SCALE, ORIGINAL_FROM_SCALE } from "@/components/viewer/zoom";

type Transform = { scale: number; positionX: number; positionY: number };
type Pane = RefObject<ReactZoomPanPinchRef | null>;

/** Two zoomed panes of the same size that follow each other. */
export function useLinkedZoom(a: Pane, b: Pane, onScale: (scale: number) => void) {
  const [isZoomed, setZoomed] = useState(false);
  const [wantsOriginal, setWantsOriginal] = useState(false);

  const follow = (other: ReactZoomPanPinchRef | null, now: Transform) => {
    // The follower reports its own transform too; equal ones end the exchange.
    if (other && !isSame(other.state, now)) {
      void other.setTransform(now.positionX, now.positionY, now.scale, 0);
    }
    setZoomed(now.scale > 1.01);
    if (now.scale > ORIGINAL_FROM_SCALE) setWantsOriginal(true);
    onScale(now.scale);
  };
  return {
    isZoomed,
    wantsOriginal,
    onA: (_: ReactZoomPanPinchRef, now: Transform) => follow(b.current, now),
    onB: (_: ReactZoomPanPinchRef, now: Transform) => follow(a.current, now),
    begin: () => {
      setZoomed(false);
      onScale(1);
    },
    common: {
      minScale: 1,
      maxScale: MAX_SCALE,
      centerOnInit: true,
      panning: { disabled: !isZoomed },
      doubleClick: { mode: "toggle", step: 1.2 },
      // A pane that glides on would be followed late by the other.
      velocityAnimation: { disabled: true },
    },
  } as const;
}

function isSame(one: Transform, other: Transform): boolean {
  return (
    one.scale === other.scale &&
    one.positionX === other.positionX &&
    one.positionY === other.positionY
  );
}
