"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { toast } from "@/components/ui/toast";
import { imageQuery } from "@/lib/client/detail-queries";
import { useProblemText } from "@/lib/client/problem-text";
import { leavePicture } from "@/lib/client/picture-handoff";
import { leaveReferences } from "@/lib/client/reference-handoff";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageDetail } from "@/lib/contracts/images";

/** Ways from a picture into the studio. */
export function useStudioLinks() {
  const client = useQueryClient();
  const router = useRouter();
  const problemText = useProblemText();

  return useMemo(() => {
    const withDetail = async (imageId: ImageId, act: (detail: ImageDetail) => void) => {
      try {
        act(await client.fetchQuery(imageQuery(imageId)));
      } catch (error) {
        void toast(problemText(error), { tone: "error" });
      }
    };
    const threadOf = ({ image, turnId }: ImageDetail) =>
      image.threadId === null
        ? null
        : `/t/${image.threadId}${turnId === null ? "" : `?at=${turnId}`}`;

    const inThread = (imageId: ImageId, act: "refine" | "vary") =>
      withDetail(imageId, (detail) => {
        const path = threadOf(detail);
        if (path === null || detail.image.threadId === null) return;
        leavePicture(detail.image.threadId, imageId, act);
        router.push(path);
      });

    return {
      openThread: (imageId: ImageId) =>
        withDetail(imageId, (detail) => {
          const path = threadOf(detail);
          if (path !== null) router.push(path);
        }),
      /** Opens a new thread with these pictures as its references. */
      reference: (imageIds: readonly ImageId[]) => {
        leaveReferences(imageIds);
        router.push("/");
      },
      /** Opens the thread at the picture's turn, with the picture as the base of the next one. */
      refine: (imageId: ImageId) => inThread(imageId, "refine"),
      /** Opens the thread there, and sends the picture's instruction once more. */
      vary: (imageId: ImageId) => inThread(imageId, "vary"),
    };
  }, [client, problemText, router]);
}
