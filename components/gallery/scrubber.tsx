"use client";

import { ChevronsUpDown } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from "react";
import { monthFormat } from "@/components/gallery/month-format";
import { monthStops, scrubberMarks, stopAt, yearStop } from "@/components/gallery/scrubber-marks";
import type { WallLayout } from "@/components/gallery/wall-layout";
import { classNames } from "@/components/ui/class-names";
import { pressedKey } from "@/components/ui/pressed-key";

/** From here to the end counts as the end: the oldest month may be shorter than the view. */
const NEAR = 120;
/** Between two labels. */
const ROOM = 22;

type Props = {
  layout: WallLayout;
  scrollTop: number;
  viewHeight: number;
  /** On a phone the handle shows only then. */
  isScrolling: boolean;
  /** `scrollTop` follows in steps; keys need it exactly. */
  topNow: () => number;
  onScrub: (top: number) => void;
};

/** Years and months beside the wall: drag, click, or use the keyboard. */
export function Scrubber({ layout, scrollTop, viewHeight, isScrolling, topNow, onScrub }: Props) {
  const t = useTranslations("gallery.scrubber");
  const locale = useLocale();
  const track = useRef<HTMLDivElement>(null);
  const [isDragged, setDragged] = useState(false);
  const stops = useMemo(() => monthStops(layout), [layout]);
  const format = useMemo(() => monthFormat(locale), [locale]);
  const scrollHeight = Math.max(0, layout.height - viewHeight);
  const trackHeight = Math.max(1, viewHeight - 40);
  const marks = useMemo(
    () => scrubberMarks(stops, { scrollHeight, track: trackHeight, room: ROOM }),
    [stops, scrollHeight, trackHeight],
  );
  if (scrollHeight < viewHeight / 2 || stops.length === 0) return null;

  const isAtEnd = scrollTop + NEAR >= scrollHeight;
  const at = isAtEnd ? stops.length - 1 : stopAt(stops, scrollTop);
  const current = stops[at]?.month ?? "";
  const share = Math.min(1, scrollTop / Math.max(1, scrollHeight));
  const y = share * trackHeight;

  const scrubTo = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (!box) return;
    const reached = (event.clientY - box.top) / Math.max(1, box.height);
    onScrub(Math.min(1, Math.max(0, reached)) * scrollHeight);
  };
  const goTo = (index: number) =>
    onScrub(stops[Math.min(stops.length - 1, Math.max(0, index))]?.top ?? 0);
  const onKeyDown = (event: KeyboardEvent) => {
    const key = pressedKey(event) ?? "";
    const moves: Record<string, () => void> = {
      ArrowDown: () => onScrub(stops.find(({ top }) => top > topNow() + 1)?.top ?? scrollHeight),
      ArrowUp: () => onScrub(stops.findLast(({ top }) => top < topNow() - 1)?.top ?? 0),
      PageDown: () => goTo(yearStop(stops, at, 1)),
      PageUp: () => goTo(yearStop(stops, at, -1)),
      Home: () => goTo(0),
      End: () => onScrub(scrollHeight),
    };
    const move = moves[key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };

  return (
    <div className="pointer-events-none absolute inset-y-0 right-0 w-11 py-5 sm:w-[72px]">
      <div
        ref={track}
        role="slider"
        tabIndex={0}
        aria-label={t("label")}
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={stops.length - 1}
        aria-valuenow={at}
        aria-valuetext={format.full(current)}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.pointerType === "touch" && !isOnHandle(event.target)) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragged(true);
          scrubTo(event);
        }}
        onPointerMove={(event) => isDragged && scrubTo(event)}
        onPointerUp={() => setDragged(false)}
        onPointerCancel={() => setDragged(false)}
        className="relative h-full touch-none select-none sm:pointer-events-auto sm:cursor-pointer"
      >
        <div aria-hidden className="hidden sm:block">
          {marks
            .filter((mark) => Math.abs(mark.y - y) >= ROOM)
            .map(({ month, y: markY, isYear }) => (
              <span
                key={month}
                className={classNames(
                  "absolute right-4 -translate-y-1/2 text-[11px] leading-4",
                  isYear ? "figures font-semibold text-ink" : "text-muted",
                )}
                style={{ top: markY }}
              >
                {isYear ? month.slice(0, 4) : format.short(month)}
              </span>
            ))}
          <span className="absolute right-0 h-0.5 w-11 bg-accent" style={{ top: y }} />
          <span
            className="absolute right-4 -translate-y-full pb-1 text-[11px] leading-4 font-semibold whitespace-nowrap text-accent-strong"
            style={{ top: y }}
          >
            {format.full(current)}
          </span>
        </div>
        <div
          aria-hidden
          data-handle
          className={classNames(
            "absolute right-0 flex h-12 -translate-y-1/2 items-center transition-opacity duration-200 sm:hidden",
            isScrolling || isDragged ? "pointer-events-auto opacity-100" : "opacity-0",
          )}
          style={{ top: y }}
        >
          <span className="mr-2.5 rounded-full border border-line bg-raised px-4 py-2.5 text-[14px] leading-5 whitespace-nowrap text-ink">
            {format.full(current)}
          </span>
          <span className="flex h-12 w-7 items-center justify-center rounded-l-[12px] bg-accent text-on-accent">
            <ChevronsUpDown className="size-4" />
          </span>
        </div>
      </div>
    </div>
  );
}

function isOnHandle(target: EventTarget): boolean {
  return target instanceof Element && target.closest("[data-handle]") !== null;
}
