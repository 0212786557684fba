import { imagesBetween } from "@/lib/client/wall/wall-many";
import type { WallChunk, WallScope } from "@/lib/client/wall/wall-state";
import type { BulkBody } from "@/lib/contracts/bulk";
import type { ImageId } from "@/lib/contracts/ids";

/** The selected images of a wall: some, or all that the list has except some. */
export type Selection = {
  /** Whether a click selects instead of opening. */
  isOn: boolean;
  isAll: boolean;
  /** The selected images, or with `isAll` those that are left out. */
  ids: ReadonlySet<ImageId>;
  /** Where a range begins. */
  anchorId: ImageId | null;
};

export const NO_SELECTION: Selection = {
  isOn: false,
  isAll: false,
  ids: new Set(),
  anchorId: null,
};

export function isSelected({ isAll, ids }: Selection, imageId: ImageId): boolean {
  return ids.has(imageId) !== isAll;
}

/** @param total how many images the list has */
export function countSelected({ isAll, ids }: Selection, total: number): number {
  return isAll ? Math.max(0, total - ids.size) : ids.size;
}

/** Adds or removes one image. Selecting ends when the last one is removed, unless `isSticky`. */
export function toggleImage(
  selection: Selection,
  imageId: ImageId,
  { isSticky = false }: { isSticky?: boolean } = {},
): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(imageId)) ids.add(imageId);
  const isOn = selection.isAll || ids.size > 0 || isSticky;
  return { ...selection, isOn, ids, anchorId: imageId };
}

/** Selects images, or if all of them are selected, none of them. */
export function toggleImages(selection: Selection, imageIds: readonly ImageId[]): Selection {
  const [first] = imageIds;
  if (first === undefined) return selection;
  if (imageIds.length === 1) return toggleImage(selection, first);
  return imageIds.every((imageId) => isSelected(selection, imageId))
    ? removeImages(selection, imageIds)
    : addImages(selection, imageIds, first);
}

export function addImages(
  selection: Selection,
  imageIds: Iterable<ImageId>,
  anchorId: ImageId | null = selection.anchorId,
): Selection {
  const ids = new Set(selection.ids);
  for (const imageId of imageIds) {
    if (selection.isAll) ids.delete(imageId);
    else ids.add(imageId);
  }
  return { ...selection, isOn: true, ids, anchorId };
}

export function removeImages(selection: Selection, imageIds: Iterable<ImageId>): Selection {
  const ids = new Set(selection.ids);
  for (const imageId of imageIds) {
    if (selection.isAll) ids.add(imageId);
    else ids.delete(imageId);
  }
  return { ...selection, ids, isOn: selection.isAll || ids.size > 0 };
}

export function selectAll(): Selection {
  return { isOn: true, isAll: true, ids: new Set(), anchorId: null };
}

/**
 * Moves the end of a range with Shift and an arrow key: what the range no longer covers is not selected any more, as in
 * lists of files.
 */
export function moveRange(
  selection: Selection,
  chunks: readonly WallChunk[],
  { from, to }: { from: ImageId; to: ImageId },
): Selection {
  const anchorId = selection.anchorId ?? from;
  const before = imagesBetween(chunks, anchorId, from).ids;
  const after = imagesBetween(chunks, anchorId, to).ids;
  const kept = selection.anchorId === null ? selection : removeImages(selection, before);
  return addImages(kept, after, anchorId);
}

/** Without images that left the list, once what they were in is loaded. */
export function withoutGone(selection: Selection, chunks: readonly WallChunk[]): Selection {
  if (selection.ids.size === 0 || chunks.some(({ month }) => month === null)) return selection;
  const shown = new Set(chunks.flatMap(({ bucket }) => bucket?.ids ?? []));
  const ids = new Set([...selection.ids].filter((imageId) => shown.has(imageId)));
  if (ids.size === selection.ids.size) return selection;
  return { ...selection, ids, isOn: selection.isAll || ids.size > 0 };
}

/** The part of a bulk act's request that names these images. */
export function toBulkTarget(
  { isAll, ids }: Selection,
  { view, query, collectionId }: WallScope,
): Pick<BulkBody, "imageIds" | "exceptIds" | "view" | "query" | "fromCollectionId"> {
  if (!isAll) return { imageIds: [...ids] };
  return {
    view,
    ...(query !== "" && { query }),
    ...(collectionId !== null && { fromCollectionId: collectionId }),
    ...(ids.size > 0 && { exceptIds: [...ids] }),
  };
}
