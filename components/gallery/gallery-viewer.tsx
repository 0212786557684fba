"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo, useRef, useSyncExternalStore } from "react";
import { usePictureActs } from "@/components/gallery/gallery-context";
import { addressNow } from "@/components/gallery/use-gallery-address";
import { orderOfWall } from "@/components/viewer/wall-order";
import { useStudio } from "@/components/shell/use-studio";
import { lazyPiece } from "@/components/ui/lazy-piece";
import { DoneNote } from "@/components/viewer/done-note";
import { useImageActs } from "@/components/viewer/use-image-acts";
import type { HostActs } from "@/components/viewer/viewer-act";
import { imageQuery } from "@/lib/client/detail-queries";
import { findImage, isMarked } from "@/lib/client/wall/wall-state";
import type { WallStore } from "@/lib/client/wall/wall-store";
import type { ImageId } from "@/lib/contracts/ids";
import { isPermitted } from "@/lib/contracts/permissions";

const Viewer = lazyPiece(
  () => import("@/components/viewer/viewer").then((it) => it.default),
  ({ onClose }) => ({ isOpen: true, close: onClose }),
);

type Props = {
  wall: WallStore;
  imageId: ImageId;
  onShow: (imageId: ImageId) => void;
  onClose: () => void;
  /** The keys of the wall: the act, and then the next picture. */
  onKey: (key: string) => void;
  onUndo: () => void;
  note: ReactNode;
  /** A dialog over the viewer. */
  picker: ReactNode;
};

/** The viewer over the wall: it steps through the wall's order. */
export function GalleryViewer(props: Props) {
  const { wall, imageId, onShow, onClose, onKey, onUndo } = props;
  const t = useTranslations("gallery");
  const acts = usePictureActs();
  const { user, workspace } = useStudio();
  const { chunks } = useSyncExternalStore(wall.subscribe, wall.getState, wall.getState);
  const order = useMemo(() => orderOfWall(wall, chunks), [wall, chunks]);
  const detail = useQuery(imageQuery(imageId)).data;
  const isOnWall = findImage(chunks, imageId) !== null;
  const state = detail?.image.state ?? (acts.view === "trash" ? "trashed" : "kept");
  const isKept = state === "kept";
  const hasThread = detail !== undefined && detail.image.threadId !== null;
  const mayCurate =
    acts.mayMake &&
    (isPermitted(workspace.role, "manage") ||
      detail?.createdBy.id === user.id ||
      isMarked(chunks, imageId, "own"));

  // A picture that the lineage led to may not be on the wall.
  const direct = useImageActs();
  const wasDirect = useRef(false);
  const act = (onWall: () => void, offWall: () => void) => {
    wasDirect.current = !isOnWall;
    if (isOnWall) onWall();
    else offWall();
  };
  const undo = () => {
    const undone = wasDirect.current ? direct.undo() : null;
    if (undone !== null) onShow(undone);
    else onUndo();
  };

  const host: HostActs = {
    isFavourite: isOnWall
      ? isMarked(chunks, imageId, "favourites")
      : (detail?.isFavourite ?? false),
    favourite: isKept
      ? (id, via) =>
          act(
            () => (via === "key" ? onKey("f") : acts.toggleFavourite(id)),
            () => direct.toggleFavourite(id),
          )
      : null,
    refine: isKept && hasThread && acts.mayMake ? acts.refine : null,
    vary:
      isKept && hasThread && acts.mayMake && !detail.image.isMadeHere && detail.prompt !== null
        ? acts.vary
        : null,
    reference: isKept && acts.mayMake ? acts.reference : null,
    tag: isKept && acts.mayMake ? (id) => acts.pick("tag", id) : null,
    collect: isKept && acts.mayMake ? (id) => acts.pick("collection", id) : null,
    trash:
      isKept && mayCurate
        ? (id) =>
            act(
              () => acts.trash(id),
              () => direct.run(id, "trash"),
            )
        : null,
    restore:
      state === "trashed" && mayCurate
        ? (id) =>
            act(
              () => acts.restore(id),
              () => direct.run(id, "restore"),
            )
        : null,
    openThread: isKept && hasThread ? acts.openThread : null,
    undo,
  };
  return (
    <Viewer
      title={t("title")}
      imageId={imageId}
      order={order}
      badge={null}
      onShow={onShow}
      shownNow={() => addressNow().image}
      onClose={onClose}
      host={host}
      note={
        <>
          {direct.done === null ? (
            props.note
          ) : (
            <DoneNote done={direct.done} onUndo={undo} onEnd={direct.dismiss} />
          )}
          {props.picker}
        </>
      }
    />
  );
}
