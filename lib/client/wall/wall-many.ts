import { filledChunk, findImage, mapColumns, type WallChunk } from "@/lib/client/wall/wall-state";
import type { ImageId } from "@/lib/contracts/ids";

/** The images from one to another in the wall's order, both included, and the chunks between that are not loaded. */
export function imagesBetween(
  chunks: readonly WallChunk[],
  one: ImageId,
  other: ImageId,
): { ids: ImageId[]; missing: string[] } {
  const [a, b] = [findImage(chunks, one), findImage(chunks, other)];
  if (a === null || b === null) return { ids: a === null ? [other] : [one], missing: [] };
  const [atA, atB] = [chunks.indexOf(a.chunk), chunks.indexOf(b.chunk)];
  const isInOrder = atA < atB || (atA === atB && a.index <= b.index);
  const [first, last] = isInOrder ? [a, b] : [b, a];
  const [from, to] = isInOrder ? [atA, atB] : [atB, atA];
  const between = chunks.slice(from, to + 1);
  return {
    ids: between.flatMap(({ bucket }, index) =>
      (bucket?.ids ?? []).slice(
        index === 0 ? first.index : 0,
        index === between.length - 1 ? last.index + 1 : undefined,
      ),
    ),
    missing: between.flatMap(({ key, bucket, count }) =>
      bucket === null && count > 0 ? [key] : [],
    ),
  };
}

/** All images that are loaded and fulfil a condition. */
export function imagesWhere(
  chunks: readonly WallChunk[],
  isWanted: (imageId: ImageId) => boolean,
): ImageId[] {
  return chunks.flatMap(({ bucket }) => bucket?.ids.filter(isWanted) ?? []);
}

/** Without these images. Chunks without any of them stay the same object. */
export function withoutImages(
  chunks: readonly WallChunk[],
  isGone: (imageId: ImageId) => boolean,
): WallChunk[] {
  return chunks.map((chunk) => {
    const { bucket } = chunk;
    if (bucket === null || !bucket.ids.some(isGone)) return chunk;
    const isKept = bucket.ids.map((imageId) => !isGone(imageId));
    const rest = mapColumns(bucket, (column) => column.filter((_, index) => isKept[index]));
    return filledChunk(chunk, rest);
  });
}

export function withFavourites(
  chunks: readonly WallChunk[],
  isMeant: (imageId: ImageId) => boolean,
  isFavourite: boolean,
): WallChunk[] {
  const mark = isFavourite ? 1 : 0;
  return chunks.map((chunk) => {
    const { bucket } = chunk;
    if (bucket === null || !bucket.ids.some(isMeant)) return chunk;
    const favourites = bucket.favourites.map((old, index) => {
      const imageId = bucket.ids[index];
      return imageId !== undefined && isMeant(imageId) ? mark : old;
    });
    return { ...chunk, bucket: { ...bucket, favourites } };
  });
}

/** Moves images, in their order on the wall, before another one, or to the end. */
export function withMoved(
  chunks: readonly WallChunk[],
  moved: ReadonlySet<ImageId>,
  beforeId: ImageId | null,
): WallChunk[] {
  const parts = chunks.flatMap(({ bucket }) => {
    if (bucket === null) return [];
    const isTaken = bucket.ids.map((imageId) => moved.has(imageId));
    return mapColumns(bucket, (column) => column.filter((_, index) => isTaken[index]));
  });
  const [first, ...others] = parts;
  if (first === undefined || moved.size === 0) return [...chunks];
  const taken = mapColumns(first, (column, name) => [
    ...column,
    ...others.flatMap((part): unknown[] => part[name]),
  ]);
  const rest = withoutImages(chunks, (imageId) => moved.has(imageId));
  const target =
    beforeId === null
      ? rest.findLast(({ bucket }) => bucket !== null)
      : findImage(rest, beforeId)?.chunk;
  return rest.map((chunk) => {
    const { bucket } = chunk;
    if (chunk !== target || bucket === null) return chunk;
    const at = beforeId === null ? bucket.ids.length : bucket.ids.indexOf(beforeId);
    const filled = mapColumns(bucket, (column, name) => column.toSpliced(at, 0, ...taken[name]));
    return filledChunk(chunk, filled);
  });
}

/** The loaded images of which this column says so. */
export function markedImages(
  chunks: readonly WallChunk[],
  column: "favourites" | "own",
): Set<ImageId> {
  const marked = chunks.flatMap(
    ({ bucket }) => bucket?.ids.filter((_, index) => bucket[column][index] === 1) ?? [],
  );
  return new Set(marked);
}
