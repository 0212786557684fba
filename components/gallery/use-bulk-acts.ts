"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ActHistory, Undo } from "@/components/gallery/use-act-history";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import { isSelected, type Selection, toBulkTarget } from "@/lib/client/wall/selection";
import { withFavourites, withoutImages } from "@/lib/client/wall/wall-many";
import type { WallStore } from "@/lib/client/wall/wall-store";
import type { BulkActionName, BulkBody, BulkView } from "@/lib/contracts/bulk";
import type { CollectionId, ImageId } from "@/lib/contracts/ids";

/** Between two looks at how far an act is. */
const POLL_MS = 300;

export type BulkOptions = {
  tag?: string;
  collectionId?: CollectionId;
  /** Of the tag or collection, for the note. */
  name?: string;
  /** Which of the selected images the server will change; the others stay on the wall. */
  isAllowed?: (imageId: ImageId) => boolean;
};

export type BulkActs = {
  start: (action: BulkActionName, selection: Selection, options?: BulkOptions) => void;
};

/** Acts on many pictures: one request, its progress, and one way back. */
export function useBulkActs(
  wall: WallStore,
  { tell, change, push, drop, fail }: Omit<ActHistory, "note">,
): BulkActs {
  const client = useQueryClient();
  const t = useTranslations("gallery.many");
  return useMemo(() => {
    const textOf = (view: BulkView, name: string): string => {
      if (view.state === "undoing") return t("undoing");
      if (view.state === "undone") return t("undone");
      if (view.state === "running") return t(`running.${view.action}`, { name });
      return t(`done.${view.action}`, { name, count: view.changed });
    };

    /** Follows an act, or its undoing, to its end. */
    const follow = async (started: BulkView, name: string): Promise<void> => {
      let view = started;
      const noteOf = () => {
        const isOver = view.finishedAt !== null;
        return {
          text: textOf(view, name),
          progress: isOver ? null : { done: view.done, total: view.total },
          mayUndo: view.isUndoable && view.state !== "undoing" && view.state !== "undone",
        };
      };
      const number = tell(noteOf());
      while (view.finishedAt === null) {
        const wasUndoing = view.state === "undoing";
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        view = await call("bulk.detail", { params: { bulkId: view.id } });
        // Undone meanwhile: another call follows that.
        if (!wasUndoing && view.state.startsWith("und")) return;
        change(number, noteOf());
      }
      // What the wall guessed gives way to what the server did.
      void client.invalidateQueries({ queryKey: keys.imageDetails() });
      await wall.reload();
    };

    const start = async (
      action: BulkActionName,
      selection: Selection,
      { tag, collectionId, name = "", isAllowed = () => true }: BulkOptions,
    ) => {
      const body: BulkBody = {
        ...toBulkTarget(selection, wall.scope),
        action,
        ...(tag !== undefined && { tag }),
        ...(collectionId !== undefined && { collectionId }),
      };
      const before = wall.getState().chunks;
      showAtOnce(wall, action, collectionId ?? null, (imageId) => {
        return isSelected(selection, imageId) && isAllowed(imageId);
      });
      let started: BulkView;
      try {
        started = await call("bulk.create", { body });
      } catch (error) {
        wall.rewrite(() => [...before]);
        fail(error);
        return;
      }
      const entry: Undo = {
        imageId: null,
        run: async () =>
          follow(await call("bulk.undo", { params: { bulkId: started.id }, body: {} }), name),
      };
      if (started.isUndoable) push(entry);
      try {
        await follow(started, name);
      } catch (error) {
        drop(entry);
        fail(error);
      }
    };

    return {
      start: (action, selection, options = {}) => void start(action, selection, options),
    };
  }, [change, client, drop, fail, push, t, tell, wall]);
}

function showAtOnce(
  wall: WallStore,
  action: BulkActionName,
  collectionId: CollectionId | null,
  isMeant: (imageId: ImageId) => boolean,
): void {
  const { scope } = wall;
  const leaves =
    action === "trash" ||
    action === "restore" ||
    action === "purge" ||
    (action === "unfavourite" && scope.view === "favourites") ||
    (action === "uncollect" && scope.collectionId === collectionId);
  if (leaves) wall.rewrite((chunks) => withoutImages(chunks, isMeant));
  else if (action === "favourite" || action === "unfavourite")
    wall.rewrite((chunks) => withFavourites(chunks, isMeant, action === "favourite"));
}
