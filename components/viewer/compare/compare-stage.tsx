"use client";

import { ChevronsLeftRight } from "lucide-react";
import { useTranslations } from "next-intl";
import {
  type KeyboardEvent,
  type PointerEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import {
  type ReactZoomPanPinchRef,
  TransformComponent,
  TransformWrapper,
} from "react-zoom-pan-pinch";
import { classNames } from "@/components/ui/class-names";
import { pressedKey } from "@/components/ui/pressed-key";
import type { CompareMode } from "@/components/viewer/compare/compare-mode";
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
const SLIDER_STEP = 2;

/** Two pictures with one zoom: a slider between them, side by side, or one after the other. */
export function CompareStage({ ref, a, b, mode, shown, onPercent, onFlick }: Props) {
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

  const splitAt = (clientX: number) => {
    const rect = box.current?.getBoundingClientRect();
    if (rect) setSplit(clamp((100 * (clientX - rect.left)) / rect.width));
  };
  const drag = useDrag(splitAt);
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
      {mode === "slider" && <Slider split={split} onSplit={setSplit} onGrab={drag} />}
    </div>
  );
}

type SliderProps = {
  split: number;
  onSplit: (split: number) => void;
  onGrab: (event: PointerEvent) => void;
};

function Slider({ split, onSplit, onGrab }: SliderProps) {
  const t = useTranslations("viewer.compare");
  const onKeyDown = (event: KeyboardEvent) => {
    const target = {
      ArrowLeft: split - SLIDER_STEP,
      ArrowRight: split + SLIDER_STEP,
      Home: 0,
      End: 100,
    }[pressedKey(event) ?? ""];
    if (target === undefined) return;
    event.preventDefault();
    onSplit(clamp(target));
  };
  return (
    <div
      role="slider"
      data-own-arrows
      tabIndex={0}
      aria-label={t("handle")}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(split)}
      onPointerDown={(event) => {
        event.stopPropagation();
        onGrab(event);
      }}
      onKeyDown={onKeyDown}
      className="group absolute inset-y-0 z-10 w-11 -translate-x-1/2 cursor-ew-resize touch-none outline-none"
      style={{ left: `${split}%` }}
    >
      <span className="absolute inset-y-0 left-1/2 w-0.5 -translate-x-1/2 bg-white shadow-[0_0_0_1px_rgb(0_0_0/0.15)]" />
      <span className="absolute top-1/2 left-1/2 grid size-10 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full bg-white text-black shadow-[0_1px_6px_rgb(0_0_0/0.3)] group-focus-visible:outline-2 group-focus-visible:outline-offset-2 group-focus-visible:outline-accent">
        <ChevronsLeftRight aria-hidden className="size-4" />
      </span>
    </div>
  );
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}

/** Follows a pointer from its press to its release, wherever it goes. */
function useDrag(onMove: (clientX: number) => void) {
  const listening = useRef<AbortController>(null);
  useEffect(() => () => listening.current?.abort(), []);
  return (event: PointerEvent) => {
    if (!event.isPrimary || event.button !== 0) return;
    listening.current?.abort();
    const controller = new AbortController();
    listening.current = controller;
    const { signal } = controller;
    const { pointerId } = event;
    const move = (next: globalThis.PointerEvent) => {
      if (next.pointerId === pointerId) onMove(next.clientX);
      else controller.abort();
    };
    const end = () => controller.abort();
    // A second finger is a pinch, so a move of another pointer ends the drag.
    window.addEventListener("pointermove", move, { signal });
    window.addEventListener("pointerup", end, { signal });
    window.addEventListener("pointercancel", end, { signal });
  };
}
