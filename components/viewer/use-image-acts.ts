"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
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
/** What was done last, in words. */
export type DoneImageAct = { text: string; number: number };

/** An act on one picture, what to say about it, and the way back. */
export type ImageAct = {
  text: string;
  run: () => Promise<unknown>;
  undo: () => Promise<unknown>;
};

type Undo = { imageId: ImageId; undo: ImageAct["undo"]; sent: Promise<boolean> };

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
  const t = useTranslations("viewer.done");
  const [done, setDone] = useState<DoneImageAct | null>(null);
  const undos = useRef<Undo[]>([]);
  const count = useRef(0);

  return useMemo(() => {
    const act = (imageId: ImageId, work: () => Promise<unknown>): Promise<boolean> =>
      work().then(
        () => true,
        (error: unknown) => {
          undos.current = undos.current.filter((one) => one.imageId !== imageId);
          setDone(null);
          void client.invalidateQueries({ queryKey: keys.image(imageId) });
          void toast(problemText(error), { tone: "error" });
          return false;
        },
      );
    const start = (imageId: ImageId, { text, run, undo }: ImageAct) => {
      undos.current.push({ imageId, undo, sent: inTurn(imageId, () => act(imageId, run)) });
      count.current += 1;
      setDone({ text, number: count.current });
    };
    const run = (imageId: ImageId, kind: Kind) =>
      start(imageId, {
        text: t(kind),
        run: () => send(client, imageId, kind),
        undo: () => send(client, imageId, BACK[kind]),
      });
    return {
      run,
      /** An act of another kind. What is known of the picture is read again. */
      start: (imageId: ImageId, { text, run: work, undo }: ImageAct) => {
        const refresh = () => client.invalidateQueries({ queryKey: keys.image(imageId) });
        start(imageId, {
          text,
          run: async () => {
            await work();
            await refresh();
          },
          undo: async () => {
            await undo();
            await refresh();
          },
        });
      },
      toggleFavourite: (imageId: ImageId) => {
        const known = client.getQueryData<ImageDetail>(keys.image(imageId));
        run(imageId, known?.isFavourite === true ? "unfavourite" : "favourite");
      },
      /** Takes the last act back; the picture it was about, or null if there is none. */
      undo: (): ImageId | null => {
        const last = undos.current.pop();
        setDone(null);
        if (!last) return null;
        const { imageId, undo, sent } = last;
        void inTurn(imageId, async () => (await sent) && act(imageId, undo));
        return last.imageId;
      },
      /** Reports a failed act. */
      fail: (error: unknown) => {
        setDone(null);
        void toast(problemText(error), { tone: "error" });
      },
      done,
      dismiss: () => setDone(null),
    };
  }, [client, problemText, t, done]);
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
