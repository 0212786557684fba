"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ActHistory } from "@/components/gallery/use-act-history";
import { call } from "@/lib/client/call";
import { imagesWhere, withMoved } from "@/lib/client/wall/wall-many";
import type { WallChunk } from "@/lib/client/wall/wall-state";
import type { WallStore } from "@/lib/client/wall/wall-store";
import type { ImageId } from "@/lib/contracts/ids";

/** As many as one request takes. */
const MOVED_MAX = 500;

/** Moves pictures of a collection before another one, or to the end. */
export type MoveImages = (moved: ReadonlySet<ImageId>, beforeId: ImageId | null) => void;

/** Null where the order is not by hand, or not the reader's to change. */
export function useOrderByHand(
  wall: WallStore,
  { tell, push, drop, fail }: Omit<ActHistory, "note">,
  mayEdit: boolean,
): MoveImages | null {
  const t = useTranslations("gallery.done");
  const { collectionId, sort } = wall.scope;
  return useMemo(() => {
    if (collectionId === null || sort !== "manual" || !mayEdit) return null;
    const send = (imageIds: ImageId[], beforeId: ImageId | null) =>
      call("collections.move", { params: { collectionId }, body: { imageIds, beforeId } });
    return (moved, beforeId) => {
      const before = wall.getState().chunks;
      const imageIds = imagesWhere(before, (imageId) => moved.has(imageId)).slice(0, MOVED_MAX);
      const isEndKnown = before.every(({ bucket, count }) => bucket !== null || count === 0);
      const isNowhere = beforeId === null ? !isEndKnown : moved.has(beforeId);
      if (imageIds.length === 0 || isNowhere) return;
      const taken = new Set(imageIds);
      const runs = runsOf(before, taken);
      wall.rewrite((chunks) => withMoved(chunks, taken, beforeId));
      const sent = send(imageIds, beforeId);
      const entry = {
        imageId: imageIds[0] ?? null,
        run: async () => {
          await sent;
          wall.rewrite((chunks) =>
            runs.reduce((now, run) => withMoved(now, new Set(run.ids), run.beforeId), [...chunks]),
          );
          for (const run of runs) await send(run.ids, run.beforeId);
        },
      };
      push(entry);
      tell({ text: t("moved", { count: imageIds.length }), progress: null, mayUndo: true });
      sent.catch((error: unknown) => {
        drop(entry);
        void wall.reload();
        fail(error);
      });
    };
  }, [collectionId, drop, fail, mayEdit, push, sort, t, tell, wall]);
}

/** Neighbours that move together, and what was behind each of them: how to put them back. */
export function runsOf(
  chunks: readonly WallChunk[],
  moved: ReadonlySet<ImageId>,
): { ids: ImageId[]; beforeId: ImageId | null }[] {
  const runs: { ids: ImageId[]; beforeId: ImageId | null }[] = [];
  let open: ImageId[] = [];
  for (const imageId of imagesWhere(chunks, () => true)) {
    if (moved.has(imageId)) {
      open.push(imageId);
    } else if (open.length > 0) {
      runs.push({ ids: open, beforeId: imageId });
      open = [];
    }
  }
  if (open.length > 0) runs.push({ ids: open, beforeId: null });
  return runs;
}

/** Before which picture these go when they move by one; undefined if they are at the end already. */
export function stepTarget(
  chunks: readonly WallChunk[],
  moved: ReadonlySet<ImageId>,
  by: -1 | 1,
): ImageId | null | undefined {
  const order = imagesWhere(chunks, () => true);
  if (by < 0) {
    const first = order.findIndex((imageId) => moved.has(imageId));
    return order[first - 1];
  }
  const last = order.findLastIndex((imageId) => moved.has(imageId));
  if (last < 0 || last === order.length - 1) return undefined;
  return order[last + 2] ?? null;
}
