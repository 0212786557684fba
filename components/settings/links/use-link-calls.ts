"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { copyText } from "@/lib/client/copy-text";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { ShareId } from "@/lib/contracts/ids";

/** What the list of links does with one, or with all of them. */
export function useLinkCalls() {
  const t = useTranslations("shares.done");
  const client = useQueryClient();
  const problemText = useProblemText();
  const settle = {
    onError: (error: unknown) => void toast(problemText(error), { tone: "error" }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.shares() }),
  };
  return {
    copy: async (url: string) => {
      const isCopied = await copyText(Promise.resolve(url));
      void toast(t(isCopied ? "copied" : "copyFailed"), { tone: isCopied ? "plain" : "error" });
    },
    revoke: useMutation({
      mutationFn: (shareId: ShareId) => call("shares.revoke", { params: { shareId } }),
      ...settle,
    }),
    revokeAll: useMutation({
      mutationFn: () => call("shares.revokeAll", { body: {} }),
      onSuccess: ({ count }) => void toast(t("revokedAll", { count })),
      ...settle,
    }),
    newAddress: useMutation({
      mutationFn: (shareId: ShareId) => call("shares.address", { params: { shareId }, body: {} }),
      onSuccess: async ({ url }) => {
        const isCopied = url !== null && (await copyText(Promise.resolve(url)));
        void toast(t(isCopied ? "newCopied" : "newMade"));
      },
      ...settle,
    }),
  };
}
