import type { StripPicture, ViewerOrder } from "@/components/viewer/viewer-order";
import { findImage, neighbourOf, totalOf, type WallChunk } from "@/lib/client/wall/wall-state";
import type { WallStore } from "@/lib/client/wall/wall-store";
import type { ImageId } from "@/lib/contracts/ids";

/** Load the next part when the viewer comes this near to the end of one. */
const NEAR_END = 20;

/** The pictures of a wall as an order for the viewer. Loads what comes next. */
export function orderOfWall(wall: WallStore, chunks: readonly WallChunk[]): ViewerOrder {
  return {
    placeOf: (imageId) => {
      const at = findImage(chunks, imageId);
      if (!at) return null;
      const position = chunks.indexOf(at.chunk);
      const isNearEnd = at.index > at.chunk.count - NEAR_END;
      const next = isNearEnd ? chunks[position + 1] : undefined;
      if (next) queueMicrotask(() => wall.need([next.key]));
      const before = totalOf(chunks.slice(0, position));
      return { number: before + at.index + 1, count: totalOf(chunks) };
    },
    neighbour: (imageId, by) => neighbourOf(chunks, imageId, by),
    find: () => undefined,
    around: (imageId, reach) => around(chunks, imageId, reach),
  };
}

/** Across the ends of chunks, as far as they are loaded. */
function around(chunks: readonly WallChunk[], imageId: ImageId, reach: number): StripPicture[] {
  const at = findImage(chunks, imageId);
  if (!at) return [];
  const filled = chunks.filter(({ count }) => count > 0);
  const position = filled.indexOf(at.chunk);
  const [before, here, after] = [-1, 0, 1].map((by) => picturesOf(filled[position + by]));
  const first = before?.slice(-reach) ?? [];
  const all = [...first, ...(here ?? []), ...(after?.slice(0, reach) ?? [])];
  const index = first.length + at.index;
  return all.slice(Math.max(0, index - reach), index + reach + 1);
}

const strips = new WeakMap<object, StripPicture[]>();

function picturesOf(chunk: WallChunk | undefined): StripPicture[] {
  const bucket = chunk?.bucket;
  if (!bucket) return [];
  const known = strips.get(bucket);
  if (known) return known;
  const made = bucket.ids.map((id, index) => ({
    id,
    ratio: bucket.ratios[index] ?? 1,
    thumbhash: bucket.thumbhashes[index] ?? "",
    caption: null,
  }));
  strips.set(bucket, made);
  return made;
}
