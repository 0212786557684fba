import type { ImageId, TurnId } from "@/lib/contracts/ids";
import type { SharedImage, SharedStep } from "@/lib/contracts/share-view";

/** A version as it is shown: a step of the thread with one of its pictures; null while that is under way. */
export type Frame = { step: SharedStep; image: SharedImage | null };

type Find = (imageId: ImageId | null) => SharedImage | null;

/**
 * The path that leads to a step, oldest first. Of a step's pictures, the one that the path went on from is shown, else
 * its first.
 * @param chosen pictures that the visitor preferred, by step
 */
export function framesTo(
  last: SharedStep,
  steps: readonly SharedStep[],
  find: Find,
  chosen: ReadonlyMap<TurnId, ImageId> = new Map(),
): Frame[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const frames: Frame[] = [];
  let wanted: ImageId | null = null;
  const seen = new Set<TurnId>();
  for (let step: SharedStep | undefined = last; step && !seen.has(step.id);) {
    seen.add(step.id);
    const own: readonly ImageId[] = step.imageIds;
    const preferred = chosen.get(step.id) ?? wanted;
    const imageId: ImageId | null =
      preferred !== null && own.includes(preferred) ? preferred : (own[0] ?? null);
    const image = find(imageId);
    // A step that brought no picture has nothing to show, except the one that is under way.
    if (image !== null || step.underWay > 0) frames.unshift({ step, image });
    wanted = image?.parentId ?? step.baseImageId;
    step = step.parentId === null ? undefined : byId.get(step.parentId);
  }
  return frames;
}

/** The step that a thread opens at: the newest without a successor. */
export function newestStep(steps: readonly SharedStep[]): SharedStep | null {
  return steps.at(-1) ?? null;
}

/** The step that brought a picture. */
export function stepOf(steps: readonly SharedStep[], imageId: ImageId): SharedStep | null {
  return steps.find(({ imageIds }) => imageIds.includes(imageId)) ?? null;
}

/** The newest step below one, along its newest branches: a path through it goes on to there. */
export function endBelow(steps: readonly SharedStep[], from: SharedStep): SharedStep {
  let end = from;
  for (;;) {
    const next = steps.findLast(({ parentId }) => parentId === end.id);
    if (!next || next === from) return end;
    end = next;
  }
}
