"use client";

import { useQuery } from "@tanstack/react-query";
import { FolderPlus, Heart, MessageSquare, RotateCcw, Tag, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo, useSyncExternalStore } from "react";
import { usePictureActs } from "@/components/gallery/gallery-context";
import { addressNow } from "@/components/gallery/use-gallery-address";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { lazyPiece } from "@/components/ui/lazy-piece";
import type { ViewerOrder } from "@/components/viewer/viewer";
import { imageQuery } from "@/lib/client/detail-queries";
import {
  findImage,
  isMarked,
  neighbourOf,
  totalOf,
  type WallChunk,
} from "@/lib/client/wall/wall-state";
import type { WallStore } from "@/lib/client/wall/wall-store";
import type { ImageId } from "@/lib/contracts/ids";

const Viewer = lazyPiece(
  () => import("@/components/viewer/viewer").then((it) => it.default),
  ({ onClose }) => ({ isOpen: true, close: onClose }),
);

type Props = {
  wall: WallStore;
  imageId: ImageId;
  onShow: (imageId: ImageId) => void;
  onClose: () => void;
  onKey: (key: string) => void;
  /** A dialog over the viewer. */
  picker: ReactNode;
};

/** The viewer over the wall: it steps through the wall's order. */
export function GalleryViewer({ wall, imageId, onShow, onClose, onKey, picker }: Props) {
  const acts = usePictureActs();
  const { chunks } = useSyncExternalStore(wall.subscribe, wall.getState, wall.getState);
  const order = useMemo(() => orderOf(wall, chunks), [wall, chunks]);
  const detail = useQuery(imageQuery(imageId));
  const hasThread = detail.data !== undefined && detail.data.image.threadId !== null;
  const mayRefine = acts.mayMake && hasThread && acts.view !== "trash";
  return (
    <Viewer
      threadId={null}
      imageId={imageId}
      order={order}
      badge={null}
      onShow={onShow}
      shownNow={() => addressNow().image}
      onClose={onClose}
      onRefine={mayRefine ? acts.refine : null}
      actions={
        <>
          <ViewerActions
            imageId={imageId}
            isFavourite={isMarked(chunks, imageId, "favourites")}
            hasThread={hasThread}
          />
          {picker}
        </>
      }
      onKey={onKey}
    />
  );
}

type ActionsProps = { imageId: ImageId; isFavourite: boolean; hasThread: boolean };

function ViewerActions(props: ActionsProps) {
  const t = useTranslations("gallery.tile");
  const acts = usePictureActs();
  const { imageId } = props;
  if (acts.view === "trash") {
    return (
      acts.mayMake && (
        <IconButton label={t("restore")} keys="X" onClick={() => acts.restore(imageId)}>
          <RotateCcw aria-hidden className="size-4" />
        </IconButton>
      )
    );
  }
  return (
    <>
      <IconButton
        label={t(props.isFavourite ? "unfavourite" : "favourite")}
        keys="F"
        aria-pressed={props.isFavourite}
        onClick={() => acts.toggleFavourite(imageId)}
      >
        <Heart
          aria-hidden
          className={classNames("size-4", props.isFavourite && "fill-current text-ink")}
        />
      </IconButton>
      {acts.mayMake && (
        <>
          <IconButton label={t("tag")} keys="T" onClick={() => acts.pick("tag", imageId)}>
            <Tag aria-hidden className="size-4" />
          </IconButton>
          <IconButton
            label={t("collect")}
            keys="C"
            onClick={() => acts.pick("collection", imageId)}
          >
            <FolderPlus aria-hidden className="size-4" />
          </IconButton>
        </>
      )}
      {props.hasThread && (
        <IconButton label={t("openThread")} onClick={() => acts.openThread(imageId)}>
          <MessageSquare aria-hidden className="size-4" />
        </IconButton>
      )}
      {acts.mayTrash(imageId) && (
        <IconButton label={t("trash")} keys="X" onClick={() => acts.trash(imageId)}>
          <Trash2 aria-hidden className="size-4" />
        </IconButton>
      )}
    </>
  );
}

function orderOf(wall: WallStore, chunks: readonly WallChunk[]): ViewerOrder {
  return {
    placeOf: (imageId) => {
      const at = findImage(chunks, imageId);
      if (!at) return null;
      const before = chunks.slice(0, chunks.indexOf(at.chunk));
      // At the end of what is loaded: load what follows.
      const isNearEnd = at.index > at.chunk.count - 10;
      const next = isNearEnd ? chunks[chunks.indexOf(at.chunk) + 1] : undefined;
      if (next) queueMicrotask(() => wall.need([next.key]));
      return { number: totalOf(before) + at.index + 1, count: totalOf(chunks) };
    },
    neighbour: (imageId, by) => neighbourOf(chunks, imageId, by),
    find: () => undefined,
  };
}
