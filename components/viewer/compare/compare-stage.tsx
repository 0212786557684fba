"use client";

import { useTranslations } from "next-intl";
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import {
  type ReactZoomPanPinchRef,
  TransformComponent,
  TransformWrapper,
} from "react-zoom-pan-pinch";
import { classNames } from "@/components/ui/class-names";
import type { CompareMode } from "@/components/viewer/compare/compare-mode";
import { CompareSlider, shareOfWidth, useDrag } from "@/components/viewer/compare/compare-slider";
import { FittedImage } from "@/components/viewer/compare/fitted-image";
import { useLinkedZoom } from "@/components/viewer/compare/use-linked-zoom";
import { useZoomHandle, type ZoomHandle } from "@/components/viewer/zoom";
import type { ImageView } from "@/lib/contracts/images";

export type CompareHandle = ZoomHandle & { flick: () => void };

type Props = {
  ref?: Ref<CompareHandle>;
  /** On the left, or beneath. */
  a: ImageView;
  /** The picture that the viewer shows. */
  b: ImageView;
  mode: CompareMode;
  /** Which one flicker shows. */
  shown: "a" | "b";
  onPercent: (percent: number) => void;
  onFlick: (shown: "a" | "b") => void;
};

const FULL = { width: "100%", height: "100%" };

/** Two pictures with one zoom: a slider between them, side by side, or one after the other. */
export function CompareStage({ ref, a, b, mode, shown, onPercent, onFlick }: Props) {
  const t = useTranslations("viewer.compare");
  const zoomHandle = useRef<ZoomHandle>(null);
  const [split, setSplit] = useState(50);
  const box = useRef<HTMLDivElement>(null);
  const paneA = useRef<ReactZoomPanPinchRef>(null);
  const paneB = useRef<ReactZoomPanPinchRef>(null);
  const { fitted, report } = useZoomHandle(zoomHandle, paneB, b.width, onPercent);
  const zoom = useLinkedZoom(paneA, paneB, report);
  const { isZoomed, wantsOriginal } = zoom;
  const flick = () => onFlick(shown === "a" ? "b" : "a");
  useImperativeHandle(ref, () => ({
    zoomIn: () => zoomHandle.current?.zoomIn(),
    zoomOut: () => zoomHandle.current?.zoomOut(),
    fit: () => zoomHandle.current?.fit(),
    toPixels: () => zoomHandle.current?.toPixels(),
    flick,
  }));

  const drag = useDrag((clientX) => setSplit(shareOfWidth(box.current, clientX)));
  const isStacked = mode !== "side";
  const press = useRef<{ x: number; y: number } | null>(null);

  return (
    <div
      ref={box}
      data-compare={mode}
      className="relative min-h-0 flex-1 touch-none overflow-hidden"
      // Not zoomed, a drag anywhere moves the slider; zoomed, it pans.
      onPointerDown={(event) => {
        press.current = { x: event.clientX, y: event.clientY };
        if (mode === "slider" && !isZoomed) drag(event);
      }}
      onPointerUp={(event) => {
        const from = press.current;
        press.current = null;
        const isTap = from && Math.hypot(event.clientX - from.x, event.clientY - from.y) < 6;
        if (mode === "flicker" && isTap) flick();
      }}
    >
      <div
        // When the panes change size, fit the pictures again.
        key={`${mode} ${b.id}`}
        className={classNames(
          "absolute inset-0",
          !isStacked && "grid gap-2 max-sm:grid-rows-2 sm:grid-cols-2",
        )}
      >
        <div className={classNames("min-h-0 min-w-0", isStacked ? "absolute inset-0" : "order-2")}>
          <TransformWrapper ref={paneB} {...zoom.common} onTransform={zoom.onB} onInit={zoom.begin}>
            <TransformComponent wrapperStyle={FULL} contentStyle={FULL}>
              <FittedImage
                ref={fitted}
                key={b.id}
                image={b}
                alt={b.name}
                wantsOriginal={wantsOriginal}
              />
            </TransformComponent>
          </TransformWrapper>
        </div>
        <div
          aria-hidden={mode === "flicker" && shown === "b"}
          className={classNames(
            "min-h-0 min-w-0 order-1",
            isStacked && "pointer-events-none absolute inset-0 bg-paper",
            mode === "flicker" && shown === "b" && "opacity-0",
          )}
          style={mode === "slider" ? { clipPath: `inset(0 ${100 - split}% 0 0)` } : undefined}
        >
          <TransformWrapper ref={paneA} {...zoom.common} onTransform={zoom.onA}>
            <TransformComponent wrapperStyle={FULL} contentStyle={FULL}>
              <FittedImage key={a.id} image={a} alt={a.name} wantsOriginal={wantsOriginal} />
            </TransformComponent>
          </TransformWrapper>
        </div>
      </div>
      {mode === "slider" && (
        <CompareSlider label={t("handle")} split={split} onSplit={setSplit} onGrab={drag} />
      )}
    </div>
  );
}
