import type { CollectionId, ImageId } from "@/lib/contracts/ids";
import { BUCKET_MAX, type ImageListView } from "@/lib/contracts/image-lists";
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
};

/** These orders are loaded page by page, not by month. */
export function isPaged(sort: WallSort): boolean {
  return sort === "favourited" || sort === "manual";
}

/** Images that are loaded together: a month, or 2,000 of a large month. */
export type WallChunk = {
  key: string;
  /** `2026-11` in UTC; null where the order is not by month. */
  month: string | null;
  count: number;
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
  "turns",
  "threads",
] as const satisfies readonly (keyof ImageBucket)[];

/** The chunks of a wall in its order, none of them loaded. */
export function chunksOf({ months }: ImageMonths, sort: WallSort): WallChunk[] {
  const ordered = sort === "oldest" ? months.toReversed() : months;
  return ordered.flatMap(({ month, count }) =>
    Array.from({ length: Math.ceil(count / BUCKET_MAX) }, (_, part) => ({
      key: `${month}/${part}`,
      month,
      count: Math.min(BUCKET_MAX, count - part * BUCKET_MAX),
      bucket: null,
    })),
  );
}

export function totalOf(chunks: readonly WallChunk[]): number {
  return chunks.reduce((sum, { count }) => sum + count, 0);
}

/** How many images of its month are before this chunk: less than 2,000 for each chunk once some have left. */
export function imagesBefore(chunks: readonly WallChunk[], chunk: WallChunk): number {
  const end = chunks.findIndex(({ key }) => key === chunk.key);
  return totalOf(chunks.slice(0, end).filter(({ month }) => month === chunk.month));
}

export function withBucket(
  chunks: readonly WallChunk[],
  key: string,
  bucket: ImageBucket,
): WallChunk[] {
  return replaceChunk(chunks, key, (chunk) => ({ ...chunk, bucket, count: bucket.ids.length }));
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
    chunks: replaceChunk(chunks, chunk.key, () => ({
      ...chunk,
      count: chunk.count - 1,
      bucket: mapColumns(bucket, (column) => column.toSpliced(index, 1)),
    })),
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
    if (bucket === null) return { ...chunk, count: chunk.count + 1 };
    const merged = mapColumns(bucket, (column, name) =>
      column.toSpliced(index, 0, ...(image[name] as typeof column)),
    );
    return { ...chunk, count: chunk.count + 1, bucket: merged };
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
    turns: numbersOf(images.map(({ turnId, id }) => turnId ?? id)),
    threads: numbersOf(images.map(({ threadId, id }) => threadId ?? id)),
  };
}

/** The same number for the same id. */
function numbersOf(ids: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return ids.map((id) => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  });
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
