import "server-only";
import type { ImageId } from "@/lib/contracts/ids";
import { CONTINUED_STEPS_MAX } from "@/lib/contracts/share-choices";
import type { ShareData, SharedImage, SharedStep } from "@/lib/contracts/share-view";

/** One version on the way to an image, as a share shows it. */
export type PathStep = {
  image: SharedImage;
  /** Null where it is hidden, or there was none. */
  instruction: string | null;
  /** The image that it refines: of the step before, or one that is shown only as a reference. */
  baseId: ImageId | null;
  referenceIds: readonly ImageId[];
};

/** What the view of a share does not tell. */
export type PathFacts = {
  isUpload: (imageId: ImageId) => boolean;
  /** References that the share shows; a thread's steps have their own. */
  referencesOf: (imageId: ImageId) => readonly ImageId[];
};

/**
 * The versions that led to an image of a share, oldest first, one image each: what the share shows of them and nothing
 * else. At most `CONTINUED_STEPS_MAX`. Empty for an image that it shows only with others, or not at all.
 */
export function pathTo(data: ShareData, imageId: ImageId, facts: PathFacts): PathStep[] {
  const image = data.images.find(({ id }) => id === imageId);
  if (image === undefined) return [];
  return data.kind === "thread" ? pathOfSteps(data, image) : pathOfParents(data, image, facts);
}

function pathOfSteps({ images, steps }: ShareData, image: SharedImage): PathStep[] {
  const imageById = new Map(images.map((one) => [one.id, one]));
  const stepById = new Map(steps.map((one) => [one.id, one]));
  const above = ({ parentId }: SharedStep) =>
    parentId === null ? undefined : stepById.get(parentId);
  const path: PathStep[] = [];
  let step = steps.find(({ imageIds }) => imageIds.includes(image.id));
  let shown: SharedImage | undefined = image;
  while (step !== undefined && path.length < CONTINUED_STEPS_MAX) {
    const { baseImageId: baseId, instruction, referenceIds } = step;
    if (shown !== undefined) path.unshift({ image: shown, instruction, baseId, referenceIds });
    step = above(step);
    const refined: ImageId | undefined =
      baseId !== null && step?.imageIds.includes(baseId) === true ? baseId : step?.imageIds[0];
    shown = refined === undefined ? undefined : imageById.get(refined);
  }
  return path;
}

function pathOfParents(data: ShareData, image: SharedImage, facts: PathFacts): PathStep[] {
  const byId = new Map([...data.others, ...data.images].map((one) => [one.id, one]));
  const path: PathStep[] = [];
  const seen = new Set<ImageId>();
  let shown: SharedImage | undefined = image;
  while (shown !== undefined && path.length < CONTINUED_STEPS_MAX && !seen.has(shown.id)) {
    seen.add(shown.id);
    const { parentId, prompt }: SharedImage = shown;
    path.unshift({
      image: shown,
      instruction: prompt,
      baseId: parentId,
      referenceIds: facts.referencesOf(shown.id),
    });
    // An upload was made by no version: it stays the base of the first one.
    shown = parentId === null || facts.isUpload(parentId) ? undefined : byId.get(parentId);
  }
  return path;
}
