import { filledChunk, mapColumns, type WallChunk } from "@/lib/client/wall/wall-state";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageBucket } from "@/lib/contracts/images";

export type Stack = {
  /** Newest first; the first is shown. */
  ids: readonly ImageId[];
  isOpen: boolean;
};

export type StackedWall = {
  /** Without images that are behind the first of a closed stack. */
  chunks: readonly WallChunk[];
  /** By the image that is shown, and in an open stack by each of its images. */
  stacks: ReadonlyMap<ImageId, Stack>;
  /** The image that is shown for one that is behind it. */
  heads: ReadonlyMap<ImageId, ImageId>;
};

type Stacked = { key: string; bucket: ImageBucket; stacks: Stack[] };

/** Stacks walls and remembers buckets that stay the same, so that their layout is kept too. */
export class WallStacker {
  private readonly kept = new WeakMap<ImageBucket, Stacked>();

  /** @param opened images whose stack is open */
  stack(
    chunks: readonly WallChunk[],
    isStacked: boolean,
    opened: ReadonlySet<ImageId>,
  ): StackedWall {
    if (!isStacked) return { chunks, stacks: new Map(), heads: new Map() };
    const stacks = new Map<ImageId, Stack>();
    const heads = new Map<ImageId, ImageId>();
    const shown = chunks.map((chunk) => {
      if (chunk.bucket === null) return { ...chunk, count: chunk.tiles };
      const stacked = this.stackBucket(chunk.bucket, opened);
      for (const stack of stacked.stacks) {
        const [head, ...behind] = stack.ids;
        if (head === undefined) continue;
        stacks.set(head, stack);
        for (const imageId of behind) {
          if (stack.isOpen) stacks.set(imageId, stack);
          else heads.set(imageId, head);
        }
      }
      return filledChunk(chunk, stacked.bucket);
    });
    return { chunks: shown, stacks, heads };
  }

  private stackBucket(bucket: ImageBucket, opened: ReadonlySet<ImageId>): Stacked {
    const open = opened.size === 0 ? [] : bucket.ids.filter((imageId) => opened.has(imageId));
    const key = open.join();
    const known = this.kept.get(bucket);
    if (known?.key === key) return known;
    const stacked = { key, ...collapse(bucket, new Set(open)) };
    this.kept.set(bucket, stacked);
    return stacked;
  }
}

function collapse(
  bucket: ImageBucket,
  opened: ReadonlySet<ImageId>,
): { bucket: ImageBucket; stacks: Stack[] } {
  const groups = new Map<number, ImageId[]>();
  bucket.ids.forEach((imageId, index) => {
    const number = bucket.stacks[index] ?? -1;
    const group = groups.get(number);
    if (group) group.push(imageId);
    else groups.set(number, [imageId]);
  });
  const stacks: Stack[] = [];
  const hidden = new Set<ImageId>();
  for (const ids of groups.values()) {
    if (ids.length < 2) continue;
    const isOpen = ids.some((imageId) => opened.has(imageId));
    stacks.push({ ids, isOpen });
    if (!isOpen) for (const imageId of ids.slice(1)) hidden.add(imageId);
  }
  if (hidden.size === 0) return { bucket, stacks };
  const isShown = bucket.ids.map((imageId) => !hidden.has(imageId));
  return { bucket: mapColumns(bucket, (all) => all.filter((_, index) => isShown[index])), stacks };
}

/** These images with all that are behind them in closed stacks. */
export function withBehind(
  imageIds: readonly ImageId[],
  stacks: ReadonlyMap<ImageId, Stack>,
): ImageId[] {
  return imageIds.flatMap((imageId) => {
    const stack = stacks.get(imageId);
    return stack === undefined || stack.isOpen ? [imageId] : [...stack.ids];
  });
}
