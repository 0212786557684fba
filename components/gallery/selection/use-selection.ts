"use client";

import { useCallback, useMemo, useState } from "react";
import { useLatest } from "@/components/ui/use-latest";
import {
  addImages,
  countSelected,
  isSelected,
  moveRange,
  NO_SELECTION,
  selectAll,
  type Selection,
  toggleImage,
  withoutGone,
} from "@/lib/client/wall/selection";
import { imagesBetween } from "@/lib/client/wall/wall-many";
import type { WallState, WallStore } from "@/lib/client/wall/wall-store";
import type { ImageId } from "@/lib/contracts/ids";

export type WallSelection = {
  value: Selection;
  count: number;
  has: (imageId: ImageId) => boolean;
  change: (how: (selection: Selection) => Selection) => void;
  /** Clicks select from now on. */
  begin: () => void;
  toggle: (imageId: ImageId) => void;
  /** Selects from the last toggled picture to this one, loading what lies between. */
  extendTo: (imageId: ImageId, from: ImageId | null) => void;
  /** With Shift and an arrow key. */
  moveTo: (range: { from: ImageId; to: ImageId }) => void;
  all: () => void;
  clear: () => void;
};

/** The selected pictures of a wall. Another view or search begins without any. */
export function useSelection(wall: WallStore, state: WallState): WallSelection {
  const [kept, setKept] = useState({ wall, selection: NO_SELECTION });
  const own = kept.wall === wall ? kept.selection : NO_SELECTION;
  const value = useMemo(() => withoutGone(own, state.chunks), [own, state.chunks]);
  const latest = useLatest(value);

  const change = useCallback(
    (how: (selection: Selection) => Selection) =>
      setKept((old) => ({
        wall,
        selection: how(old.wall === wall ? old.selection : NO_SELECTION),
      })),
    [wall],
  );

  const acts = useMemo(() => {
    const extendTo = async (imageId: ImageId, from: ImageId | null) => {
      const anchorId = latest.current.anchorId ?? from ?? imageId;
      const { missing } = imagesBetween(wall.getState().chunks, anchorId, imageId);
      if (missing.length > 0) await wall.loadAll(missing);
      const { ids } = imagesBetween(wall.getState().chunks, anchorId, imageId);
      change((selection) => addImages(selection, ids, anchorId));
    };
    return {
      begin: () => change((selection) => ({ ...selection, isOn: true })),
      toggle: (imageId: ImageId) => change((selection) => toggleImage(selection, imageId)),
      extendTo: (imageId: ImageId, from: ImageId | null) => void extendTo(imageId, from),
      moveTo: (range: { from: ImageId; to: ImageId }) =>
        change((selection) => moveRange(selection, wall.getState().chunks, range)),
      all: () => change(selectAll),
      clear: () => change(() => NO_SELECTION),
    };
  }, [change, latest, wall]);

  return {
    value,
    count: countSelected(value, state.total),
    has: (imageId) => isSelected(value, imageId),
    change,
    ...acts,
  };
}
