"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ActHistory, Undo } from "@/components/gallery/use-act-history";
import type { ImageAct } from "@/components/viewer/use-image-acts";
import { call } from "@/lib/client/call";
import { inTurn } from "@/lib/client/in-turn";
import { keys } from "@/lib/client/query-keys";
import { findImage, isMarked } from "@/lib/client/wall/wall-state";
import type { WallStore } from "@/lib/client/wall/wall-store";
import type { ImageId } from "@/lib/contracts/ids";

export type WallActs = {
  toggleFavourite: (imageId: ImageId) => void;
  trash: (imageId: ImageId) => void;
  restore: (imageId: ImageId) => void;
  purge: (imageId: ImageId) => void;
  /** Takes it off this wall, which is a collection. */
  takeOut: (imageId: ImageId) => void;
  /** An act whose effect the wall does not show. */
  send: (imageId: ImageId, act: ImageAct) => void;
};

/** Acts on single pictures: the wall shows them at once, and takes them back if the server refuses. */
export function useWallActs(
  wall: WallStore,
  { tell, push, drop, fail }: Omit<ActHistory, "note">,
): WallActs {
  const client = useQueryClient();
  const t = useTranslations("gallery.done");

  return useMemo(() => {
    /** Sends an act after earlier ones on the same picture, their undoing included. */
    const send = (
      act: () => Promise<unknown>,
      {
        imageId,
        revert,
        undo,
      }: { imageId: ImageId; revert: () => void; undo: () => Promise<unknown> },
    ) => {
      const refresh = () => void client.invalidateQueries({ queryKey: keys.image(imageId) });
      const sent = inTurn(imageId, act).then(
        () => {
          refresh();
          return true;
        },
        (error: unknown) => {
          revert();
          drop(entry);
          fail(error);
          return false;
        },
      );
      const entry: Undo = {
        imageId,
        run: () =>
          inTurn(imageId, async () => {
            if (!(await sent)) return;
            await undo();
            refresh();
          }),
      };
      push(entry);
    };
    const done = (text: string, mayUndo = true) => tell({ text, progress: null, mayUndo });

    const setFavourite = (imageId: ImageId, isFavourite: boolean) =>
      isFavourite
        ? call("images.favourite", { params: { imageId }, body: {} })
        : call("images.unfavourite", { params: { imageId } });

    const toggleFavourite = (imageId: ImageId) => {
      if (!findImage(wall.getState().chunks, imageId)) return;
      const wasFavourite = isMarked(wall.getState().chunks, imageId, "favourites");
      const leaves = wasFavourite && wall.scope.view === "favourites";
      const removed = leaves ? wall.remove(imageId) : null;
      if (!leaves) wall.setFavourite(imageId, !wasFavourite);
      const back = () => {
        if (removed) wall.putBack(removed, { isUndone: true });
        else wall.setFavourite(imageId, wasFavourite);
      };
      send(() => setFavourite(imageId, !wasFavourite), {
        imageId,
        revert: back,
        undo: async () => {
          back();
          try {
            await setFavourite(imageId, wasFavourite);
          } catch (error) {
            wall.forget(imageId);
            throw error;
          }
        },
      });
      done(t(wasFavourite ? "unfavourite" : "favourite"));
    };

    /** Takes a picture off this wall. */
    const leave = (imageId: ImageId, act: ImageAct, isTrash = false) => {
      const { text, run, undo } = act;
      const removed = isTrash ? wall.trash(imageId) : wall.remove(imageId);
      if (!removed) return;
      send(run, {
        imageId,
        revert: () => {
          if (isTrash) wall.endTrash(imageId);
          wall.putBack(removed, { isUndone: false });
        },
        undo: async () => {
          wall.putBack(removed, { isUndone: true });
          try {
            await undo();
          } catch (error) {
            wall.forget(imageId);
            throw error;
          }
        },
      });
      done(text);
    };
    const trash = (imageId: ImageId) => call("images.trash", { params: { imageId }, body: {} });
    const restore = (imageId: ImageId) => call("images.restore", { params: { imageId }, body: {} });

    return {
      toggleFavourite,
      trash: (imageId) =>
        leave(
          imageId,
          { text: t("trash"), run: () => trash(imageId), undo: () => restore(imageId) },
          true,
        ),
      restore: (imageId) =>
        leave(imageId, {
          text: t("restore"),
          run: () => restore(imageId),
          undo: () => trash(imageId),
        }),
      takeOut: (imageId) => {
        const { collectionId } = wall.scope;
        if (collectionId === null) return;
        const sent = { params: { collectionId }, body: { imageIds: [imageId] } };
        leave(imageId, {
          text: t("takeOut"),
          run: () => call("collections.takeOut", sent),
          undo: () => call("collections.add", sent),
        });
      },
      purge: (imageId) => {
        const removed = wall.remove(imageId);
        if (!removed) return;
        done(t("purge"), false);
        inTurn(imageId, () => call("images.purge", { params: { imageId } })).catch(
          (error: unknown) => {
            wall.putBack(removed, { isUndone: false });
            fail(error);
          },
        );
      },
      send: (imageId, { text, run, undo }) => {
        send(run, { imageId, revert: () => undefined, undo });
        done(text);
      },
    };
  }, [client, drop, fail, push, t, tell, wall]);
}
