"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type RefObject, useMemo, useRef, useState } from "react";
import { useDragOrder } from "@/components/gallery/collections/use-drag-order";
import type { MoveImages } from "@/components/gallery/collections/use-order-by-hand";
import { useNames } from "@/components/gallery/use-names";
import { tilesOf } from "@/components/gallery/layout";
import { Scrubber } from "@/components/gallery/scrubber";
import type { WallStacks } from "@/components/gallery/use-stacks";
import { Tile, type TileActions } from "@/components/gallery/tile";
import { useRubberBand } from "@/components/gallery/selection/use-rubber-band";
import type { WallSelection } from "@/components/gallery/selection/use-selection";
import type { WallScroll } from "@/components/gallery/use-wall-scroll";
import { HEADING_HEIGHT, type WallLayout } from "@/components/gallery/wall-layout";
import { locate, visibleBetween, type VisibleRow } from "@/components/gallery/wall-position";
import { shareBadgesQuery } from "@/lib/client/share-queries";
import type { Stack } from "@/lib/client/wall/stacks";
import type { ImageId } from "@/lib/contracts/ids";

type Props = {
  layout: WallLayout;
  scroller: RefObject<HTMLDivElement | null>;
  scroll: WallScroll;
  activeId: ImageId | null;
  /** The picture that takes the focus once it is rendered. */
  focusId: ImageId | null;
  actions: Omit<TileActions, "point" | "openStack">;
  selection: WallSelection;
  /** Null where the order is not by hand. */
  move: MoveImages | null;
  stacked: WallStacks;
  /** Space beside the pictures, in pixels. */
  inset: { left: number; right: number };
};

/** The pictures near the visible area, with their days and the scrubber. */
export function Wall(props: Props) {
  const { layout, scroller, scroll, activeId, focusId, actions, inset, selection, move } = props;
  const { stacks, toggle } = props.stacked;
  const t = useTranslations("gallery");
  const locale = useLocale();
  const names = useNames(locale);
  const badges = useQuery(shareBadgesQuery()).data;
  const linked = useMemo(() => new Set(badges?.imageIds), [badges]);
  const [pointedId, setPointed] = useState<ImageId | null>(null);
  const { from, to, isFast } = scroll;
  const visible = useMemo(() => visibleBetween(layout, from, to), [layout, from, to]);
  const rows = withRowOf(visible.rows, layout, activeId);
  // Tab reaches the wall at the active picture, or at the first one.
  const [first] = visible.rows;
  const hasActive = activeId !== null && locate(layout, activeId) !== null;
  const tabId = hasActive ? activeId : first?.bucket.ids[first.row.first];
  const tileActions = useMemo(
    () => ({ ...actions, point: setPointed, openStack: toggle }),
    [actions, toggle],
  );
  const content = useRef<HTMLDivElement>(null);
  const { box, onPointerDown } = useRubberBand({
    scroller,
    content,
    layout,
    stacks,
    selection: selection.value,
    onChange: (next) => selection.change(() => next),
  });
  const { drop, handlers } = useDragOrder({ content, layout, selection, move });

  return (
    <>
      <div
        ref={scroller}
        data-wall
        onPointerDown={onPointerDown}
        {...handlers}
        // The scrubber is the scroll bar. Anchoring is the wall's own.
        className="absolute inset-0 touch-pan-y overflow-x-hidden overflow-y-auto overscroll-contain select-none [overflow-anchor:none] [scrollbar-width:none] [&::-webkit-scrollbar]:hidden"
      >
        <div
          ref={content}
          role="group"
          aria-label={t("pictures")}
          className="relative"
          style={{
            height: layout.height + 24,
            marginLeft: inset.left,
            width: layout.options.width,
          }}
        >
          {visible.blanks.map(({ key, top, height }) => (
            <Blank key={key} top={top} height={height} from={from} to={to} layout={layout} />
          ))}
          {visible.headings.map(({ key, day, top, count }) => (
            <h2
              key={`${key} ${day}`}
              className="absolute inset-x-0 flex items-end gap-2 pb-2 text-[14px] leading-5 max-sm:px-4"
              style={{ height: HEADING_HEIGHT, transform: `translateY(${top}px)` }}
            >
              {names.day(day)}
              <span className="figures text-muted">{names.number(count)}</span>
            </h2>
          ))}
          {rows.flatMap(({ row, top, bucket }) =>
            tilesOf(row, bucket.ratios, layout.options).map(({ index, left, width }) => {
              const imageId = bucket.ids[index];
              if (imageId === undefined) return null;
              const isFavourite = bucket.favourites[index] === 1;
              const isLinked = linked.has(imageId);
              return (
                <Tile
                  key={imageId}
                  imageId={imageId}
                  left={left}
                  top={top}
                  width={width}
                  height={row.height}
                  thumbhash={bucket.thumbhashes[index] ?? ""}
                  name={names.picture(bucket.times[index] ?? 0, { isFavourite, isLinked })}
                  isFavourite={isFavourite}
                  isLinked={isLinked}
                  isActive={imageId === tabId}
                  takesFocus={imageId === focusId}
                  isPointed={imageId === pointedId || imageId === activeId}
                  isFast={isFast}
                  stackCount={stackCountOf(stacks.get(imageId), imageId)}
                  isStackOpen={stacks.get(imageId)?.isOpen ?? false}
                  isSelected={selection.has(imageId)}
                  isSelecting={selection.value.isOn}
                  actions={tileActions}
                />
              );
            }),
          )}
          {drop && (
            <div
              aria-hidden
              className="pointer-events-none absolute z-10 -ml-[3px] w-[3px] rounded-full bg-accent"
              style={{ left: drop.left, top: drop.top, height: drop.height }}
            />
          )}
          {box && (
            <div
              aria-hidden
              className="pointer-events-none absolute z-10 rounded-[3px] border border-ink/60 bg-ink/10"
              style={{
                left: box.left,
                top: box.top,
                width: box.right - box.left,
                height: box.bottom - box.top,
              }}
            />
          )}
        </div>
      </div>
      <Scrubber
        layout={layout}
        scrollTop={scroll.viewTop}
        viewHeight={scroll.viewHeight}
        isScrolling={scroll.isScrolling}
        topNow={scroll.topNow}
        onScrub={scroll.scrollTo}
      />
    </>
  );
}

/** Shown on the first picture of a stack. */
function stackCountOf(stack: Stack | undefined, imageId: ImageId): number {
  return stack?.ids[0] === imageId ? stack.ids.length : 0;
}

/** The row of the active picture stays rendered, so that the focus is not lost while the wall scrolls. */
function withRowOf(rows: VisibleRow[], layout: WallLayout, imageId: ImageId | null): VisibleRow[] {
  const found = imageId === null ? null : locate(layout, imageId);
  const bucket = found?.placed.chunk.bucket;
  if (!found || !bucket || rows.some(({ row }) => row === found.row)) return rows;
  const { row, top, placed } = found;
  return [...rows, { row, top, bucket, key: placed.chunk.key }];
}

type BlankProps = { top: number; height: number; from: number; to: number; layout: WallLayout };

/** Plates in place of a month that is not loaded. */
function Blank({ top, height, from, to, layout: { options } }: BlankProps) {
  const step = options.rowHeight + options.gap;
  const first = Math.max(0, Math.floor((from - top) / step));
  const last = Math.min(Math.floor(height / step), Math.ceil((to - top) / step));
  const plates = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  return (
    <div aria-hidden className="absolute inset-x-0" style={{ top, height }}>
      {plates.map((plate) => (
        <div
          key={plate}
          className="absolute inset-x-0 bg-sunken"
          style={{ top: plate * step, height: options.rowHeight }}
        />
      ))}
    </div>
  );
}
