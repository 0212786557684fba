import type { CollectionId, ImageId } from "@/lib/contracts/ids";
import { BUCKET_MAX, type ImageListView, type StackKind } from "@/lib/contracts/image-lists";
import type { ImageBucket, ImageMonths, ListedImage } from "@/lib/contracts/images";

/** Orders of the wall; `manual`, the order by hand, belongs to collections. */
export const WALL_SORTS = ["newest", "oldest", "favourited", "manual"] as const;
export type WallSort = (typeof WALL_SORTS)[number];

/** Which images a wall shows, and how. */
export type WallScope = {
  view: ImageListView;
  query: string;
  sort: WallSort;
  collectionId: CollectionId | null;
  /** What is one tile; null: each image is. */
  stacks: StackKind | null;
};

/** These orders are loaded page by page, not by month. */
export function isPaged(sort: WallSort): boolean {
  return sort === "favourited" || sort === "manual";
}

/** Images that are loaded together: a month, or about 2,000 of a large month. */
export type WallChunk = {
  key: string;
  /** `2026-11` in UTC; null where the order is not by month. */
  month: string | null;
  /** Images, stacked ones too. */
  count: number;
  tiles: number;
  /** Null until it is loaded. */
  bucket: ImageBucket | null;
};

/** An image that left the wall, and where it was. */
export type Removed = { chunkKey: string; index: number; image: ImageBucket };

const COLUMNS = [
  "ids",
  "ratios",
  "thumbhashes",
  "times",
  "favourites",
  "own",
  "stacks",
] as const satisfies readonly (keyof ImageBucket)[];

/** The chunks of a wall in its order, none of them loaded. */
export function chunksOf({ months }: ImageMonths, sort: WallSort): WallChunk[] {
  const ordered = sort === "oldest" ? months.toReversed() : months;
  return ordered.flatMap(({ month, count, tiles }) => {
    const size = Math.max(1, Math.floor((BUCKET_MAX * tiles) / Math.max(1, count)));
    const imagesUpTo = (part: number) =>
      Math.round((count * Math.min(tiles, part * size)) / Math.max(1, tiles));
    return Array.from({ length: Math.ceil(tiles / size) }, (_, part) => ({
      key: `${month}/${part}`,
      month,
      count: imagesUpTo(part + 1) - imagesUpTo(part),
      tiles: Math.min(size, tiles - part * size),
      bucket: null,
    }));
  });
}

/** How many tiles a bucket has: the images of a stack follow each other. */
export function tilesIn({ stacks }: ImageBucket): number {
  return stacks.reduce((sum, stack, index) => sum + (stack === stacks[index - 1] ? 0 : 1), 0);
}

/** The time of the tile that shows this image: that of the first image of its stack. */
export function tileTime({ stacks, times }: ImageBucket, index: number): number {
  let first = index;
  while (first > 0 && stacks[first - 1] === stacks[index]) first -= 1;
  return times[first] ?? 0;
}

/** The same for all images. */
export function tileTimes({ stacks, times }: ImageBucket): number[] {
  let first = 0;
  return times.map((_, index) => {
    if (stacks[index] !== stacks[index - 1]) first = index;
    return times[first] ?? 0;
  });
}

/** A chunk with these images. */
export function filledChunk(chunk: WallChunk, bucket: ImageBucket): WallChunk {
  return { ...chunk, bucket, count: bucket.ids.length, tiles: tilesIn(bucket) };
}

export function totalOf(chunks: readonly WallChunk[]): number {
  return chunks.reduce((sum, { count }) => sum + count, 0);
}

/** How many images a month has. */
export function imagesOfMonth(chunks: readonly WallChunk[], month: string): number {
  return totalOf(chunks.filter((chunk) => chunk.month === month));
}

/**
 * The tiles of its month that a chunk has: those that are before it, fewer once some have left, and how many it takes.
 * The last one of a month takes all that follows.
 */
export function sliceOf(
  chunks: readonly WallChunk[],
  chunk: WallChunk,
): { skip: number; take: number | undefined } {
  const at = chunks.findIndex(({ key }) => key === chunk.key);
  const before = chunks.slice(0, at).filter(({ month }) => month === chunk.month);
  const isLast = chunks[at + 1]?.month !== chunk.month;
  return {
    skip: before.reduce((sum, { tiles }) => sum + tiles, 0),
    take: isLast ? undefined : chunk.tiles,
  };
}

export function withBucket(
  chunks: readonly WallChunk[],
  key: string,
  bucket: ImageBucket,
): WallChunk[] {
  return replaceChunk(chunks, key, (chunk) => filledChunk(chunk, bucket));
}

export type WallPosition = { chunk: WallChunk; index: number };

/** Null for an image that is not loaded. */
export function findImage(chunks: readonly WallChunk[], imageId: ImageId): WallPosition | null {
  for (const chunk of chunks) {
    const index = chunk.bucket?.ids.indexOf(imageId) ?? -1;
    if (index >= 0) return { chunk, index };
  }
  return null;
}

/** The first image of this time; null while it is not loaded. */
export function imageAt(chunks: readonly WallChunk[], time: number): ImageId | null {
  for (const { bucket } of chunks) {
    const imageId = bucket?.ids[bucket.times.indexOf(time)];
    if (imageId !== undefined) return imageId;
  }
  return null;
}

/** The image before or after another; null at an end, or where nothing is loaded. */
export function neighbourOf(
  chunks: readonly WallChunk[],
  imageId: ImageId,
  by: -1 | 1,
): ImageId | null {
  const at = findImage(chunks, imageId);
  if (at === null) return null;
  const inside = at.chunk.bucket?.ids[at.index + by];
  if (inside !== undefined) return inside;
  const filled = chunks.filter(({ key, count }) => count > 0 || key === at.chunk.key);
  const other = filled[filled.findIndex(({ key }) => key === at.chunk.key) + by];
  return other?.bucket?.ids.at(by > 0 ? 0 : -1) ?? null;
}

export function withoutImage(
  chunks: readonly WallChunk[],
  imageId: ImageId,
): { chunks: WallChunk[]; removed: Removed } | null {
  const at = findImage(chunks, imageId);
  const bucket = at?.chunk.bucket;
  if (!at || !bucket) return null;
  const { index, chunk } = at;
  return {
    chunks: replaceChunk(chunks, chunk.key, () =>
      filledChunk(
        chunk,
        mapColumns(bucket, (column) => column.toSpliced(index, 1)),
      ),
    ),
    removed: {
      chunkKey: chunk.key,
      index,
      image: mapColumns(bucket, (column) => column.slice(index, index + 1)),
    },
  };
}

/** Puts an image back where it was. */
export function withRemoved(
  chunks: readonly WallChunk[],
  { chunkKey, index, image }: Removed,
): WallChunk[] {
  const [imageId] = image.ids;
  if (imageId === undefined || findImage(chunks, imageId) !== null) return [...chunks];
  return replaceChunk(chunks, chunkKey, (chunk) => {
    const { bucket } = chunk;
    if (bucket === null) return { ...chunk, count: chunk.count + 1, tiles: chunk.tiles + 1 };
    const merged = mapColumns(bucket, (column, name) =>
      column.toSpliced(index, 0, ...(image[name] as typeof column)),
    );
    return filledChunk(chunk, merged);
  });
}

/** Whether this column says so about an image; false while it is not loaded. */
export function isMarked(
  chunks: readonly WallChunk[],
  imageId: ImageId,
  column: "favourites" | "own",
): boolean {
  const at = findImage(chunks, imageId);
  return at?.chunk.bucket?.[column][at.index] === 1;
}

export function withFavourite(
  chunks: readonly WallChunk[],
  imageId: ImageId,
  isFavourite: boolean,
): WallChunk[] {
  const at = findImage(chunks, imageId);
  const bucket = at?.chunk.bucket;
  if (!at || !bucket) return [...chunks];
  const favourites = bucket.favourites.with(at.index, isFavourite ? 1 : 0);
  return replaceChunk(chunks, at.chunk.key, (chunk) => ({
    ...chunk,
    bucket: { ...bucket, favourites },
  }));
}

/** A page of a list as columns. */
export function toBucket(images: readonly ListedImage[]): ImageBucket {
  return {
    ids: images.map(({ id }) => id),
    ratios: images.map(({ width, height }) => width / Math.max(1, height)),
    thumbhashes: images.map(({ thumbhash }) => thumbhash),
    times: images.map(({ createdAt }) => Date.parse(createdAt)),
    favourites: images.map(({ isFavourite }) => (isFavourite ? 1 : 0)),
    own: images.map(({ isOwn }) => (isOwn ? 1 : 0)),
    stacks: images.map((_, index) => index),
  };
}

type Column = ImageBucket[keyof ImageBucket];

/** The columns keep their types: `change` only moves entries. */
export function mapColumns(
  bucket: ImageBucket,
  change: (column: unknown[], name: keyof ImageBucket) => unknown[],
): ImageBucket {
  return Object.fromEntries(
    COLUMNS.map((name) => [name, change(bucket[name] as unknown[], name) as Column]),
  ) as ImageBucket;
}

function replaceChunk(
  chunks: readonly WallChunk[],
  key: string,
  change: (chunk: WallChunk) => WallChunk,
): WallChunk[] {
  return chunks.map((chunk) => (chunk.key === key ? change(chunk) : chunk));
}
