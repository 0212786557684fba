"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { WallStore } from "@/lib/client/wall/wall-store";
import type { ImageId } from "@/lib/contracts/ids";
import { findImage, isMarked } from "@/lib/client/wall/wall-state";

export type ActKind = "favourite" | "unfavourite" | "trash" | "restore" | "purge";
/** What was done last, for the note that offers to undo it. */
export type DoneAct = { kind: ActKind; number: number; mayUndo: boolean };

type Undo = { imageId: ImageId; run: () => Promise<void> };

export type WallActs = {
  toggleFavourite: (imageId: ImageId) => void;
  trash: (imageId: ImageId) => void;
  restore: (imageId: ImageId) => void;
  purge: (imageId: ImageId) => void;
  /** Takes the last act back; the picture it was about, or null if there is none. */
  undo: () => ImageId | null;
  done: DoneAct | null;
  dismiss: () => void;
};

/** Acts on single pictures: the wall shows them at once, and takes them back if the server refuses. */
export function useWallActs(wall: WallStore): WallActs {
  const client = useQueryClient();
  const problemText = useProblemText();
  const [done, setDone] = useState<DoneAct | null>(null);
  const undos = useRef<Undo[]>([]);
  const count = useRef(0);

  const acts = useMemo(() => {
    const tell = (kind: ActKind, mayUndo: boolean) => {
      count.current += 1;
      setDone({ kind, number: count.current, mayUndo });
    };
    /** Sends an act; undoing waits for its reply. */
    const send = (
      act: () => Promise<unknown>,
      {
        imageId,
        revert,
        undo,
      }: { imageId: ImageId; revert: () => void; undo: () => Promise<void> },
    ) => {
      const sent = act().then(
        () => {
          void client.invalidateQueries({ queryKey: keys.image(imageId) });
          return true;
        },
        (error: unknown) => {
          revert();
          undos.current = undos.current.filter((one) => one !== entry);
          setDone(null);
          void toast(problemText(error), { tone: "error" });
          return false;
        },
      );
      const entry: Undo = {
        imageId,
        run: async () => {
          if (await sent) await undo();
        },
      };
      undos.current.push(entry);
    };

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
          await setFavourite(imageId, wasFavourite);
        },
      });
      tell(wasFavourite ? "unfavourite" : "favourite", true);
    };

    /** Takes a picture off this wall: into the trash, or out of it. */
    const move = (imageId: ImageId, kind: "trash" | "restore") => {
      const removed = wall.remove(imageId);
      if (!removed) return;
      const params = { imageId };
      const trash = () => call("images.trash", { params, body: {} });
      const restore = () => call("images.restore", { params, body: {} });
      send(kind === "trash" ? trash : restore, {
        imageId,
        revert: () => wall.putBack(removed, { isUndone: false }),
        undo: async () => {
          wall.putBack(removed, { isUndone: true });
          await (kind === "trash" ? restore() : trash());
        },
      });
      tell(kind, true);
    };

    return {
      toggleFavourite,
      trash: (imageId: ImageId) => move(imageId, "trash"),
      restore: (imageId: ImageId) => move(imageId, "restore"),
      purge: (imageId: ImageId) => {
        const removed = wall.remove(imageId);
        if (!removed) return;
        tell("purge", false);
        call("images.purge", { params: { imageId } }).catch((error: unknown) => {
          wall.putBack(removed, { isUndone: false });
          setDone(null);
          void toast(problemText(error), { tone: "error" });
        });
      },
      undo: () => {
        const last = undos.current.pop();
        setDone(null);
        if (!last) return null;
        last.run().catch((error: unknown) => {
          // What the server has now is not known.
          void wall.reload();
          void toast(problemText(error), { tone: "error" });
        });
        return last.imageId;
      },
      dismiss: () => setDone(null),
    };
  }, [client, problemText, wall]);

  return { ...acts, done };
}
