"use client";

import { useEffect, useEffectEvent } from "react";
import type { Picture } from "@/components/studio/thread/selection";
import { takePicture } from "@/lib/client/picture-handoff";
import type { ImageId, ThreadId } from "@/lib/contracts/ids";
import type { TurnView } from "@/lib/contracts/turns";

type Options = {
  threadId: ThreadId;
  pictures: readonly Picture[];
  mayWrite: boolean;
  refine: (imageId: ImageId) => void;
  vary: (turn: TurnView) => void;
};

/** Does what the gallery, or the viewer at another branch, left to do with a picture of this thread. */
export function useArrivedPicture({ threadId, pictures, mayWrite, refine, vary }: Options): void {
  const arrive = useEffectEvent((shown: readonly Picture[]) => {
    const find = (imageId: ImageId) => shown.find(({ image }) => image.id === imageId);
    const handed = takePicture(
      threadId,
      ({ imageId, act }) => act === "refine" || find(imageId) !== undefined,
    );
    if (handed === null || !mayWrite) return;
    const turn = find(handed.imageId)?.turn;
    if (handed.act === "refine") refine(handed.imageId);
    else if (turn) vary(turn);
  });
  useEffect(() => arrive(pictures), [pictures]);
}
