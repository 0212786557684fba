"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { patchImage } from "@/lib/client/fold-image";
import { inTurn } from "@/lib/client/in-turn";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageDetail } from "@/lib/contracts/images";

type Kind = "favourite" | "unfavourite" | "trash" | "restore";
export type DoneImageAct = { kind: Kind; number: number };

type Undo = { imageId: ImageId; kind: Kind; sent: Promise<boolean> };

const BACK: Record<Kind, Kind> = {
  favourite: "unfavourite",
  unfavourite: "favourite",
  trash: "restore",
  restore: "trash",
};

/** Acts on single pictures wherever they are shown, each with a way back. Lists follow by their events. */
export function useImageActs() {
  const client = useQueryClient();
  const problemText = useProblemText();
  const [done, setDone] = useState<DoneImageAct | null>(null);
  const undos = useRef<Undo[]>([]);
  const count = useRef(0);

  return useMemo(() => {
    const act = (imageId: ImageId, kind: Kind): Promise<boolean> =>
      send(client, imageId, kind).then(
        () => true,
        (error: unknown) => {
          undos.current = undos.current.filter((one) => one.imageId !== imageId);
          setDone(null);
          void client.invalidateQueries({ queryKey: keys.image(imageId) });
          void toast(problemText(error), { tone: "error" });
          return false;
        },
      );
    const run = (imageId: ImageId, kind: Kind) => {
      undos.current.push({ imageId, kind, sent: inTurn(imageId, () => act(imageId, kind)) });
      count.current += 1;
      setDone({ kind, number: count.current });
    };
    return {
      run,
      toggleFavourite: (imageId: ImageId) => {
        const known = client.getQueryData<ImageDetail>(keys.image(imageId));
        run(imageId, known?.isFavourite === true ? "unfavourite" : "favourite");
      },
      /** Takes the last act back; the picture it was about, or null if there is none. */
      undo: (): ImageId | null => {
        const last = undos.current.pop();
        setDone(null);
        if (!last) return null;
        const { imageId, kind, sent } = last;
        void inTurn(imageId, async () => (await sent) && act(imageId, BACK[kind]));
        return last.imageId;
      },
      done,
      dismiss: () => setDone(null),
    };
  }, [client, problemText, done]);
}

async function send(client: QueryClient, imageId: ImageId, kind: Kind): Promise<void> {
  const params = { imageId };
  if (kind === "favourite" || kind === "unfavourite") {
    const isFavourite = kind === "favourite";
    client.setQueryData<ImageDetail>(keys.image(imageId), (old) => old && { ...old, isFavourite });
    if (isFavourite) await call("images.favourite", { params, body: {} });
    else await call("images.unfavourite", { params });
    return;
  }
  const image =
    kind === "trash"
      ? await call("images.trash", { params, body: {} })
      : await call("images.restore", { params, body: {} });
  patchImage(client, image);
  client.setQueryData<ImageDetail>(keys.image(imageId), (old) => old && { ...old, image });
}
