import { type LayoutOptions, type Row, type TileBox, tilesOf } from "@/components/gallery/layout";
import type { Heading, PlacedChunk, WallLayout } from "@/components/gallery/wall-layout";
import type { ImageId } from "@/lib/contracts/ids";
import { tileTime, tileTimes } from "@/lib/client/wall/wall-state";
import type { ImageBucket } from "@/lib/contracts/images";

/** What keeps its position on screen while the layout around it changes. */
export type Anchor =
  /** A picture; if it is gone, the first one that is not newer. `offset`: pixels below the upper edge of the view. */
  | { kind: "image"; imageId: ImageId | null; time: number; offset: number }
  /** A part of a month that is not loaded. */
  | { kind: "chunk"; key: string; share: number };

/** The index of the last entry that begins at or before `y`. */
function lastFrom(entries: readonly { top: number }[], y: number): number {
  let [low, high] = [0, entries.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((entries[middle]?.top ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

export type VisibleRow = { row: Row; top: number; bucket: ImageBucket; key: string };
export type Visible = {
  rows: VisibleRow[];
  headings: (Heading & { key: string })[];
  /** Not loaded yet. */
  blanks: { key: string; top: number; height: number }[];
};

/** What lies between two heights of the wall. */
export function visibleBetween(layout: WallLayout, from: number, to: number): Visible {
  const visible: Visible = { rows: [], headings: [], blanks: [] };
  for (let at = lastFrom(layout.chunks, from); at < layout.chunks.length; at += 1) {
    const placed = layout.chunks[at];
    if (!placed || placed.top > to) break;
    collect(placed, from, to, visible);
  }
  return visible;
}

function collect(
  { chunk, top, height, layout }: PlacedChunk,
  from: number,
  to: number,
  visible: Visible,
): void {
  const { bucket, key } = chunk;
  if (height === 0 || top + height < from) return;
  if (layout === null || bucket === null) {
    visible.blanks.push({ key, top, height });
    return;
  }
  for (let at = lastFrom(layout.rows, from - top); at < layout.rows.length; at += 1) {
    const row = layout.rows[at];
    if (!row || top + row.top > to) break;
    visible.rows.push({ row, top: top + row.top, bucket, key });
  }
  for (const heading of layout.headings) {
    const y = top + heading.top;
    if (y > from - 100 && y < to) visible.headings.push({ ...heading, top: y, key });
  }
}

export function keysBetween(layout: WallLayout, from: number, to: number): string[] {
  return layout.chunks
    .filter(({ top, height }) => height > 0 && top < to && top + height > from)
    .map(({ chunk }) => chunk.key);
}

/** Null at the top of the wall, which stays at the top. The end stays the end while what is there loads. */
export function anchorAt(layout: WallLayout, scrollTop: number, viewHeight: number): Anchor | null {
  if (scrollTop < 1) return null;
  const last = layout.chunks.at(-1);
  const isLoading = keysBetween(layout, scrollTop, layout.height).some(
    (key) => layout.chunks.find(({ chunk }) => chunk.key === key)?.layout === null,
  );
  if (last && isLoading && scrollTop + viewHeight >= layout.height - 1)
    return { kind: "chunk", key: last.chunk.key, share: 1 };
  const placed = layout.chunks[lastFrom(layout.chunks, scrollTop)];
  if (!placed) return null;
  const { chunk, top, height } = placed;
  const rows = placed.layout?.rows ?? [];
  const row = rows.find((one) => top + one.top + one.height > scrollTop) ?? rows.at(-1);
  if (!row || chunk.bucket === null) {
    return { kind: "chunk", key: chunk.key, share: (scrollTop - top) / Math.max(1, height) };
  }
  const imageId = chunk.bucket.ids[row.first] ?? null;
  const time = tileTime(chunk.bucket, row.first);
  return { kind: "image", imageId, time, offset: top + row.top - scrollTop };
}

/** Where to scroll for an anchor; `isExact` once what it names is loaded. */
export function scrollFor(
  layout: WallLayout,
  anchor: Anchor,
  isOldestFirst: boolean,
): { top: number; isExact: boolean } {
  if (anchor.kind === "chunk") {
    const placed = layout.chunks.find(({ chunk }) => chunk.key === anchor.key);
    if (!placed) return { top: 0, isExact: true };
    return { top: placed.top + anchor.share * placed.height, isExact: true };
  }
  const found = anchor.imageId === null ? null : locate(layout, anchor.imageId);
  if (found) return { top: found.top - anchor.offset, isExact: true };
  const placed = chunkAt(layout, anchor.time, isOldestFirst);
  if (!placed) return { top: Math.max(0, layout.height), isExact: true };
  const times = placed.chunk.bucket && tileTimes(placed.chunk.bucket);
  if (!placed.layout || !times) return { top: placed.top - anchor.offset, isExact: false };
  const reached = times.findIndex((time) =>
    isOldestFirst ? time >= anchor.time : time <= anchor.time,
  );
  const index = reached < 0 ? times.length - 1 : reached;
  const row = placed.layout.rows.find(({ end }) => end > index);
  return { top: placed.top + (row?.top ?? 0) - anchor.offset, isExact: true };
}

/** The chunk that has, or would have, an image of this time. */
function chunkAt(layout: WallLayout, time: number, isOldestFirst: boolean): PlacedChunk | null {
  const month = new Date(time).toISOString().slice(0, 7);
  const filled = layout.chunks.filter(({ chunk }) => chunk.count > 0);
  const reaches = ({ chunk }: PlacedChunk) => {
    if (chunk.month === null) return false;
    if (isOldestFirst ? chunk.month > month : chunk.month < month) return true;
    if (chunk.month !== month) return false;
    const last = chunk.bucket ? tileTime(chunk.bucket, chunk.bucket.ids.length - 1) : undefined;
    // A part of a large month that ends before this time is not the one.
    return last === undefined || (isOldestFirst ? last >= time : last <= time);
  };
  return filled.find(reaches) ?? filled.at(-1) ?? null;
}

export type Located = {
  placed: PlacedChunk;
  row: Row;
  rowIndex: number;
  top: number;
  tile: TileBox;
};

/** Null for a picture that is not loaded. */
export function locate(layout: WallLayout, imageId: ImageId): Located | null {
  for (const placed of layout.chunks) {
    const { bucket } = placed.chunk;
    const index = bucket?.ids.indexOf(imageId) ?? -1;
    if (index < 0 || !bucket || !placed.layout) continue;
    const rowIndex = placed.layout.rows.findIndex(({ end }) => end > index);
    const row = placed.layout.rows[rowIndex];
    const tile =
      row && tilesOf(row, bucket.ratios, layout.options).find((one) => one.index === index);
    if (row && tile) return { placed, row, rowIndex, top: placed.top + row.top, tile };
  }
  return null;
}

/** The picture above or below: the one whose middle is nearest in the next row. Null at an edge. */
export function verticalNeighbour(
  layout: WallLayout,
  imageId: ImageId,
  by: -1 | 1,
): ImageId | null {
  const from = locate(layout, imageId);
  if (!from) return null;
  const target = rowFrom(layout, from, by);
  if (!target) return null;
  const middle = from.tile.left + from.tile.width / 2;
  const near = nearest(target.row, target.bucket, layout.options, middle);
  return target.bucket.ids[near] ?? null;
}

function rowFrom(layout: WallLayout, { placed, rowIndex }: Located, by: -1 | 1) {
  const inside = placed.layout?.rows[rowIndex + by];
  if (inside && placed.chunk.bucket) return { row: inside, bucket: placed.chunk.bucket };
  const filled = layout.chunks.filter(({ chunk }) => chunk.count > 0);
  const other = filled[filled.indexOf(placed) + by];
  const row = other?.layout?.rows.at(by > 0 ? 0 : -1);
  return row && other?.chunk.bucket ? { row, bucket: other.chunk.bucket } : null;
}

function nearest(row: Row, { ratios }: ImageBucket, options: LayoutOptions, middle: number) {
  let best = row.first;
  let least = Infinity;
  for (const { index, left, width } of tilesOf(row, ratios, options)) {
    const distance = Math.max(left - middle, middle - left - width, 0);
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}
