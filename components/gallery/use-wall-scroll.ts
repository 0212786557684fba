"use client";

import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { findSpot, saveSpot } from "@/components/gallery/spots";
import {
  addressNow,
  type GalleryAddress,
  writePosition,
} from "@/components/gallery/use-gallery-address";
import { HEADING_HEIGHT, type WallLayout } from "@/components/gallery/wall-layout";
import {
  type Anchor,
  anchorAt,
  keysBetween,
  locate,
  scrollFor,
} from "@/components/gallery/wall-position";
import type { ImageId } from "@/lib/contracts/ids";

/** Rendered beyond each edge of the visible area. */
const OVERSCAN = 300;
/** Loaded beyond each edge. */
const LOADED_BEYOND = 1_500;
/** Rendering follows the scroll in steps of this height. */
const STEP = 120;
/** Pixels per millisecond; above it, pictures are plates of their colour. */
const FAST = 4;
const SETTLED_MS = 120;
/** How long the scrubber's handle stays on a phone. */
const HANDLE_MS = 1_200;
/** Up to here the wall counts as being at its top. */
const TOP = 40;

type Options = {
  layout: WallLayout;
  /** The wall is on screen and measured. */
  isReady: boolean;
  isOldestFirst: boolean;
  activeId: ImageId | null;
  onArrive: (spot: { activeId: ImageId | null; time: number | null }) => void;
  need: (keys: readonly string[]) => void;
};

/**
 * The scroll position of a wall. A picture at the upper edge is the anchor: when the layout around it changes (a month
 * loads, rows grow, the window narrows), the wall scrolls so that it stays. Writes the position to the address.
 */
export function useWallScroll(options: Options) {
  const { layout, isReady, isOldestFirst, activeId, onArrive, need } = options;
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor | null>(null);
  const setByWall = useRef(-1);
  /** A picture that is to be shown once it is loaded. */
  const wanted = useRef<ImageId | null>(null);
  const written = useRef<GalleryAddress | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);
  const calming = useRef<ReturnType<typeof setTimeout>>(undefined);
  const lastScroll = useRef({ top: 0, at: 0 });
  const [view, setView] = useState({ top: 0, height: 0 });
  const [isFast, setFast] = useState(false);
  const [isScrolling, setScrolling] = useState(false);

  const measure = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const top = Math.floor(element.scrollTop / STEP) * STEP;
    const height = element.clientHeight;
    setView((old) => (old.top === top && old.height === height ? old : { top, height }));
  }, []);

  const arrive = useEffectEvent(() => {
    const address = addressNow();
    written.current = address;
    const spot = findSpot(address);
    if (spot) {
      anchor.current = spot.anchor;
      onArrive({ activeId: spot.activeId, time: null });
    } else if (address.at !== null) {
      // A link: the picture stands in the upper half, with the focus.
      const offset = Math.round((scroller.current?.clientHeight ?? 0) / 4);
      anchor.current = { kind: "image", imageId: null, time: address.at, offset };
      onArrive({ activeId: null, time: address.at });
    }
  });

  /** The anchor moves at once: the layout may change before the scroll event comes. */
  const jump = (shown: WallLayout, top: number) => {
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = top;
    anchor.current = anchorAt(shown, element.scrollTop, element.clientHeight);
  };

  /** Scrolls as little as needed. False for a picture that is not loaded. */
  const show = (shown: WallLayout, imageId: ImageId): boolean => {
    const element = scroller.current;
    const found = locate(shown, imageId);
    if (!element || !found) return false;
    const { scrollTop, clientHeight } = element;
    const bottom = found.top + found.row.height + 8;
    if (found.top < scrollTop) jump(shown, found.top - HEADING_HEIGHT);
    else if (bottom > scrollTop + clientHeight) jump(shown, bottom - clientHeight);
    return true;
  };

  const write = useEffectEvent(() => {
    const now = anchor.current;
    if (addressNow().image !== null || now?.kind === "chunk") return;
    writePosition(now?.time ?? null);
    written.current = addressNow();
    saveSpot(written.current, { anchor: now, activeId });
  });

  const settle = useEffectEvent((shown: WallLayout) => {
    const element = scroller.current;
    if (!element) return;
    if (anchor.current !== null) {
      const { top } = scrollFor(shown, anchor.current, isOldestFirst);
      if (Math.abs(element.scrollTop - top) >= 1) {
        element.scrollTop = top;
        setByWall.current = element.scrollTop;
      }
    }
    // What was only a part of a month has pictures now.
    if (anchor.current?.kind === "chunk") {
      anchor.current = anchorAt(shown, element.scrollTop, element.clientHeight);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => write(), 2 * SETTLED_MS);
    }
    if (wanted.current !== null && show(shown, wanted.current)) wanted.current = null;
    measure();
  });

  const scrolled = useEffectEvent(() => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop } = element;
    const isByReader = Math.abs(scrollTop - setByWall.current) > 1;
    if (isByReader) {
      anchor.current = anchorAt(layout, scrollTop, element.clientHeight);
      setByWall.current = -1;
    }
    const now = performance.now();
    const { top, at } = lastScroll.current;
    if (isByReader && Math.abs(scrollTop - top) / Math.max(1, now - at) > FAST) setFast(true);
    lastScroll.current = { top: scrollTop, at: now };
    clearTimeout(settling.current);
    settling.current = setTimeout(() => setScrolling(false), HANDLE_MS);
    clearTimeout(calming.current);
    calming.current = setTimeout(() => setFast(false), SETTLED_MS);
    setScrolling(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => write(), 2 * SETTLED_MS);
    measure();
  });

  useLayoutEffect(() => {
    if (isReady) arrive();
  }, [isReady]);
  useLayoutEffect(() => {
    if (isReady) settle(layout);
  }, [layout, isReady]);

  useEffect(() => {
    const element = scroller.current;
    if (!isReady || !element) return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    const onScroll = () => scrolled();
    element.addEventListener("scroll", onScroll, { passive: true });
    // Before anything that may leave the page.
    const flush = () => {
      clearTimeout(timer.current);
      write();
    };
    const listening = new AbortController();
    const { signal } = listening;
    window.addEventListener("pointerdown", flush, { signal, capture: true });
    window.addEventListener("keydown", flush, { signal, capture: true });
    window.addEventListener("pagehide", flush, { signal });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
      listening.abort();
      clearTimeout(timer.current);
      clearTimeout(settling.current);
      clearTimeout(calming.current);
    };
  }, [isReady, measure]);

  useEffect(() => {
    if (isFast || view.height === 0) return;
    const from = view.top - LOADED_BEYOND;
    need(keysBetween(layout, from, view.top + view.height + LOADED_BEYOND));
  }, [view, layout, isFast, need]);

  const scroll = {
    isFast,
    isScrolling,
    /** The rendered part of the wall. */
    from: view.top - OVERSCAN,
    to: view.top + STEP + view.height + OVERSCAN,
    viewTop: view.top,
    viewHeight: view.height,
    topNow: () => scroller.current?.scrollTop ?? 0,
    isAtTop: () => (scroller.current?.scrollTop ?? 0) <= TOP,
    scrollTo: (top: number) => jump(layout, top),
    /** Scrolls as little as needed to show a picture, as soon as it is loaded. */
    reveal: (imageId: ImageId) => {
      wanted.current = show(layout, imageId) ? null : imageId;
    },
  };
  return { scroller, scroll };
}

export type WallScroll = ReturnType<typeof useWallScroll>["scroll"];
