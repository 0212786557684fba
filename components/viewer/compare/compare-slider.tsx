"use client";

import { ChevronsLeftRight } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import { pressedKey } from "@/components/ui/pressed-key";

const SLIDER_STEP = 2;

type Props = {
  label: string;
  /** Where the border is, in percent of the width. */
  split: number;
  onSplit: (split: number) => void;
  onGrab: (event: PointerEvent) => void;
};

/** The border between two pictures, one over the other: dragged, or moved with the arrow keys. */
export function CompareSlider({ label, split, onSplit, onGrab }: Props) {
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
      aria-label={label}
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

/** How far along the element a point is, in percent; the middle without an element. */
export function shareOfWidth(element: Element | null, clientX: number): number {
  if (element === null) return 50;
  const { left, width } = element.getBoundingClientRect();
  return clamp((100 * (clientX - left)) / width);
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}

/** Follows a pointer from its press to its release, wherever it goes. */
export function useDrag(onMove: (clientX: number) => void) {
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
