import { mapColumns, type WallChunk } from "@/lib/client/wall/wall-state";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageBucket } from "@/lib/contracts/images";

/** `turn`: the variations of a turn are one tile; `thread`: all images of a thread that are loaded together. */
export const STACK_MODES = ["off", "turn", "thread"] as const;
export type StackMode = (typeof STACK_MODES)[number];

export type Stack = {
  /** In the order of the wall; the first is shown. */
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
  stack(chunks: readonly WallChunk[], mode: StackMode, opened: ReadonlySet<ImageId>): StackedWall {
    if (mode === "off") return { chunks, stacks: new Map(), heads: new Map() };
    const stacks = new Map<ImageId, Stack>();
    const heads = new Map<ImageId, ImageId>();
    let [images, tiles] = [0, 0];
    const loaded = chunks.map((chunk) => {
      if (chunk.bucket === null) return chunk;
      const stacked = this.stackBucket(chunk.bucket, mode, opened);
      images += chunk.bucket.ids.length;
      tiles += stacked.bucket.ids.length;
      for (const stack of stacked.stacks) {
        const [head, ...behind] = stack.ids;
        if (head === undefined) continue;
        stacks.set(head, stack);
        for (const imageId of behind) {
          if (stack.isOpen) stacks.set(imageId, stack);
          else heads.set(imageId, head);
        }
      }
      return { ...chunk, bucket: stacked.bucket, count: stacked.bucket.ids.length };
    });
    // What is not loaded is as often stacked as what is, so that the scroll bar is about right.
    const share = images === 0 ? 1 : tiles / images;
    const estimated = loaded.map((chunk) =>
      chunk.bucket === null ? { ...chunk, count: Math.ceil(chunk.count * share) } : chunk,
    );
    return { chunks: estimated, stacks, heads };
  }

  private stackBucket(
    bucket: ImageBucket,
    mode: "turn" | "thread",
    opened: ReadonlySet<ImageId>,
  ): Stacked {
    const open = opened.size === 0 ? [] : bucket.ids.filter((imageId) => opened.has(imageId));
    const key = `${mode} ${open.join()}`;
    const known = this.kept.get(bucket);
    if (known?.key === key) return known;
    const stacked = { key, ...collapse(bucket, mode, new Set(open)) };
    this.kept.set(bucket, stacked);
    return stacked;
  }
}

function collapse(
  bucket: ImageBucket,
  mode: "turn" | "thread",
  opened: ReadonlySet<ImageId>,
): { bucket: ImageBucket; stacks: Stack[] } {
  const column = mode === "turn" ? bucket.turns : bucket.threads;
  const groups = new Map<number, ImageId[]>();
  bucket.ids.forEach((imageId, index) => {
    const number = column[index] ?? -1;
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
