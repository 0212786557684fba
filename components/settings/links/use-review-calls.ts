"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { ShareCommentId, ShareId } from "@/lib/contracts/ids";
import type { BodyOf } from "@/lib/contracts/operations";

/** What the maker of a link does with its review. */
export function useReviewCalls(shareId: ShareId) {
  const t = useTranslations("shares.review");
  const client = useQueryClient();
  const router = useRouter();
  const problemText = useProblemText();
  const settle = {
    onError: (error: unknown) => void toast(problemText(error), { tone: "error" }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.shares() }),
  };
  const paramsOf = (shareCommentId: ShareCommentId) => ({ shareId, shareCommentId });
  return {
    reply: useMutation({
      mutationFn: (body: BodyOf<"shares.comment">) =>
        call("shares.comment", { params: { shareId }, body }),
      ...settle,
    }),
    moderate: useMutation({
      mutationFn: ({ id, body }: { id: ShareCommentId; body: BodyOf<"shares.moderateComment"> }) =>
        call("shares.moderateComment", { params: paramsOf(id), body }),
      ...settle,
    }),
    remove: useMutation({
      mutationFn: (id: ShareCommentId) => call("shares.removeComment", { params: paramsOf(id) }),
      ...settle,
    }),
    collect: useMutation({
      mutationFn: (name: string) =>
        call("shares.collectPicks", { params: { shareId }, body: { name } }),
      onError: settle.onError,
      onSuccess: async (collection) => {
        await client.invalidateQueries({ queryKey: keys.collections() });
        void toast(t("collected", { name: collection.name }), {
          action: {
            label: t("openCollection"),
            onSelect: () => router.push(`/gallery?collection=${collection.id}`),
          },
        });
      },
    }),
  };
}
