"use client";

import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { tilesOf } from "@/components/gallery/layout";
import type { WallLayout } from "@/components/gallery/wall-layout";
import { visibleBetween } from "@/components/gallery/wall-position";
import { useLatest } from "@/components/ui/use-latest";
import { addImages, NO_SELECTION, type Selection } from "@/lib/client/wall/selection";
import { type Stack, withBehind } from "@/lib/client/wall/stacks";
import type { ImageId } from "@/lib/contracts/ids";

/** In pixels of the wall's content. */
export type Box = { left: number; top: number; right: number; bottom: number };
type Point = { x: number; y: number };

/** A press that moves less is a click. */
const SLACK = 5;
/** Near an edge of the view, the wall scrolls. */
const EDGE = 48;
const SCROLL_STEP = 14;

type Options = {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  layout: WallLayout;
  stacks: ReadonlyMap<ImageId, Stack>;
  selection: Selection;
  onChange: (selection: Selection) => void;
};

/**
 * Selects with a box that the mouse draws, from anywhere between the pictures, or with Shift from a picture as well. With
 * Shift, Ctrl or ⌘ it adds to the selection.
 */
export function useRubberBand({ scroller, content, layout, stacks, selection, onChange }: Options) {
  const [box, setBox] = useState<Box | null>(null);
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);

  const draw = useLatest((from: Point, to: Point, base: Selection) => {
    const drawn = {
      left: Math.min(from.x, to.x),
      right: Math.max(from.x, to.x),
      top: Math.min(from.y, to.y),
      bottom: Math.max(from.y, to.y),
    };
    setBox(drawn);
    onChange(addImages(base, withBehind(imagesInBox(layout, drawn), stacks)));
  });

  const pointOf = (at: { clientX: number; clientY: number }): Point => {
    const origin = content.current?.getBoundingClientRect();
    return { x: at.clientX - (origin?.left ?? 0), y: at.clientY - (origin?.top ?? 0) };
  };

  const begin = (start: { clientX: number; clientY: number }, base: Selection) => {
    const from = pointOf(start);
    let last = start;
    let isDrawing = false;
    let frame = 0;
    const scroll = () => {
      const view = scroller.current?.getBoundingClientRect();
      if (view && last.clientY < view.top + EDGE) scroller.current?.scrollBy(0, -SCROLL_STEP);
      if (view && last.clientY > view.bottom - EDGE) scroller.current?.scrollBy(0, SCROLL_STEP);
      draw.current(from, pointOf(last), base);
      frame = requestAnimationFrame(scroll);
    };
    const listening = new AbortController();
    const { signal } = listening;
    const end = () => {
      cancelAnimationFrame(frame);
      listening.abort();
      setBox(null);
    };
    stop.current = end;
    window.addEventListener(
      "pointermove",
      (event) => {
        last = event;
        const distance = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY);
        if (isDrawing || distance < SLACK) return;
        isDrawing = true;
        scroll();
      },
      { signal },
    );
    window.addEventListener(
      "pointerup",
      () => {
        if (isDrawing) swallowClick();
        end();
      },
      { signal },
    );
    window.addEventListener("pointercancel", end, { signal });
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    const isOnTile = event.target instanceof Element && event.target.closest("[data-tile]");
    if (isOnTile && !event.shiftKey) return;
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    begin({ clientX: event.clientX, clientY: event.clientY }, adds ? selection : NO_SELECTION);
  };
  return { box, onPointerDown };
}

/** The click that ends a drag opens nothing. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
}

/** The loaded pictures that a box touches. */
export function imagesInBox(layout: WallLayout, box: Box): ImageId[] {
  return visibleBetween(layout, box.top, box.bottom).rows.flatMap(({ row, top, bucket }) => {
    if (top > box.bottom || top + row.height < box.top) return [];
    return tilesOf(row, bucket.ratios, layout.options).flatMap(({ index, left, width }) =>
      left < box.right && left + width > box.left ? (bucket.ids[index] ?? []) : [],
    );
  });
}
