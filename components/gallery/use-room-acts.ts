"use client";

import { useState } from "react";
import type { PictureActs } from "@/components/gallery/gallery-context";
import type { PickerHost, PickerKind, Target } from "@/components/viewer/picker/pickers";
import type { SelectionActs } from "@/components/gallery/selection/selection-bar";
import { useActHistory } from "@/components/gallery/use-act-history";
import { useBulkActs } from "@/components/gallery/use-bulk-acts";
import { useCollection } from "@/components/gallery/collections/use-collections";
import { stepTarget, useOrderByHand } from "@/components/gallery/collections/use-order-by-hand";
import { addressNow, writeAddress } from "@/components/gallery/use-gallery-address";
import type { WallSelection } from "@/components/gallery/selection/use-selection";
import { useDownload } from "@/components/gallery/selection/use-download";
import { useStudioLinks } from "@/components/picture/use-studio-links";
import { useWallActs } from "@/components/gallery/use-wall-acts";
import { useStudio } from "@/components/shell/use-studio";
import { imagesWhere, markedImages } from "@/lib/client/wall/wall-many";
import { isMarked, neighbourOf, type WallChunk } from "@/lib/client/wall/wall-state";
import type { WallState, WallStore } from "@/lib/client/wall/wall-store";
import type { ImageId } from "@/lib/contracts/ids";
import { isPermitted } from "@/lib/contracts/permissions";

type Options = {
  wall: WallStore;
  state: WallState;
  /** The wall as it is shown: without what is behind the first picture of a stack. */
  shown: readonly WallChunk[];
  selection: WallSelection;
  /** Gives a picture the focus. */
  activate: (imageId: ImageId | null) => void;
  setActiveId: (imageId: ImageId | null) => void;
  open: (imageId: ImageId) => void;
  closeViewer: () => void;
  sharing: { shareImage: (imageId: ImageId) => void; shareSelection: () => void };
};

/** What can be done on a wall, by keys, buttons and menus alike: with one picture, or with the selected ones. */
export function useRoomActs(options: Options) {
  const { wall, state, selection, activate, open, closeViewer, sharing } = options;
  const { chunks } = state;
  const { view, collectionId } = wall.scope;
  const { workspace } = useStudio();
  const history = useActHistory(wall);
  const acts = useWallActs(wall, history);
  const bulk = useBulkActs(wall, history);
  const links = useStudioLinks();
  const collection = useCollection(collectionId);
  const shown = collection.data;
  const move = useOrderByHand(wall, history, shown?.mayEdit ?? false);
  const download = useDownload(wall, history);
  const [purged, setPurged] = useState<Target | null>(null);
  const [picker, setPicker] = useState<{ kind: PickerKind; target: Target } | null>(null);

  /** The viewer goes through all pictures. */
  const order = () => (addressNow().image === null ? options.shown : chunks);
  /** The picture that is next once this one has left, or that follows anyway. */
  const nextTo = (imageId: ImageId) =>
    neighbourOf(order(), imageId, 1) ?? neighbourOf(order(), imageId, -1);
  /** In the viewer the next picture is shown, on the wall it has the focus. */
  const moveOn = (next: ImageId | null) => {
    if (addressNow().image !== null) {
      if (next === null) closeViewer();
      else writeAddress("replace", { image: next });
      options.setActiveId(next);
    } else activate(next);
  };
  const leaveWith = (act: (imageId: ImageId) => void) => (imageId: ImageId) => {
    const next = nextTo(imageId);
    act(imageId);
    moveOn(next);
  };
  /** After an act that leaves the picture where it is. */
  const goOn = (imageId: ImageId) => {
    const next = neighbourOf(order(), imageId, 1);
    if (next !== null) moveOn(next);
  };

  const mayMake = isPermitted(workspace.role, "write");
  const mayManage = isPermitted(workspace.role, "manage");
  const isInTrash = view === "trash";
  const pictureActs: PictureActs = {
    view,
    mayMake,
    mayTrash: (imageId) => mayMake && (mayManage || isMarked(chunks, imageId, "own")),
    open,
    toggleFavourite: acts.toggleFavourite,
    refine: (imageId) => void links.refine(imageId),
    vary: (imageId) => void links.vary(imageId),
    reference: (imageId) => links.reference([imageId]),
    openThread: (imageId) => void links.openThread(imageId),
    trash: leaveWith(acts.trash),
    restore: leaveWith(acts.restore),
    purge: setPurged,
    select: selection.toggle,
    pick: (kind, target) => setPicker({ kind, target }),
    share: sharing.shareImage,
    takeOut: shown?.mayAdd ? leaveWith(acts.takeOut) : null,
    makeCover: shown?.mayEdit ? collection.makeCover : null,
  };

  const undo = () => {
    const imageId = history.undo();
    if (imageId === null) return;
    if (addressNow().image !== null) writeAddress("replace", { image: imageId });
    else activate(imageId);
  };

  const marked = selection.value.isOn ? markedImages(chunks, "favourites") : new Set();
  const areFavourites =
    (selection.value.isAll && view === "favourites") ||
    (selection.count > 0 &&
      !selection.value.isAll &&
      [...selection.value.ids].every((imageId) => marked.has(imageId)));

  const bulkLeave = (action: "trash" | "restore" | "purge") => {
    const own = markedImages(chunks, "own");
    const isAllowed = (imageId: ImageId) => mayManage || own.has(imageId);
    const next = imagesWhere(chunks, (imageId) => !selection.has(imageId)).at(0) ?? null;
    bulk.start(action, selection.value, { isAllowed });
    selection.clear();
    options.setActiveId(next);
  };
  const selectionActs: SelectionActs = isInTrash
    ? {
        ...(mayMake && {
          restore: () => bulkLeave("restore"),
          purge: () => setPurged("selection"),
        }),
      }
    : {
        download: () => void download.start(selection.value),
        favourite: () => bulk.start(areFavourites ? "unfavourite" : "favourite", selection.value),
        ...(mayMake && {
          share: sharing.shareSelection,
          tag: () => setPicker({ kind: "tag", target: "selection" }),
          collect: () => setPicker({ kind: "collection", target: "selection" }),
          trash: () => bulkLeave("trash"),
        }),
        ...(shown?.mayAdd && {
          takeOut: () => {
            const { id, name } = shown;
            bulk.start("uncollect", selection.value, { collectionId: id, name });
            selection.clear();
          },
        }),
      };

  /** Moves the selection, or a picture, by one in the order by hand. */
  const step = (by: -1 | 1, moved: ReadonlySet<ImageId>) => {
    const target = stepTarget(chunks, moved, by);
    if (move === null || target === undefined) return;
    const [first] = imagesWhere(chunks, (imageId) => moved.has(imageId));
    move(moved, target);
    if (first !== undefined) activate(first);
  };

  /** A key on the selection, or on a picture. */
  const actOn = (key: string, imageId: ImageId | null) => {
    const hasSelection = selection.count > 0 && addressNow().image === null;
    if (key === "[" || key === "]") {
      const ids = hasSelection ? imagesWhere(chunks, selection.has) : [imageId];
      step(key === "[" ? -1 : 1, new Set(ids.filter((one) => one !== null)));
      return;
    }
    if (hasSelection) {
      if (key === "f") selectionActs.favourite?.();
      if (key === "t") selectionActs.tag?.();
      if (key === "c") selectionActs.collect?.();
      if (key === "d") selectionActs.download?.();
      if (key === "x") (selectionActs.trash ?? selectionActs.restore)?.();
      return;
    }
    if (imageId === null) return;
    if (key === "x" && pictureActs.mayTrash(imageId))
      pictureActs[isInTrash ? "restore" : "trash"](imageId);
    if (isInTrash) return;
    if (key === "f") {
      acts.toggleFavourite(imageId);
      goOn(imageId);
    }
    if (key === "u" && mayMake) pictureActs.reference(imageId);
    if (key === "t" && mayMake) pictureActs.pick("tag", imageId);
    if (key === "c" && mayMake) pictureActs.pick("collection", imageId);
  };

  const pickerHost: PickerHost = {
    send: acts.send,
    many: {
      count: selection.count,
      start: (action, chosen) => bulk.start(action, selection.value, chosen),
    },
    shown: collectionId === null ? null : { id: collectionId, takeOut: acts.takeOut },
    goOn,
    fail: history.fail,
  };

  return {
    pickerHost,
    history,
    pictureActs,
    selectionActs,
    areFavourites,
    actOn,
    referenceAll: links.reference,
    undo,
    move,
    picker,
    closePicker: () => setPicker(null),
    purged,
    cancelPurge: () => setPurged(null),
    purge: () => {
      if (purged === "selection") bulkLeave("purge");
      else if (purged !== null) leaveWith(acts.purge)(purged);
    },
  };
}
