"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { CheckBody, UpstreamState } from "@/lib/contracts/upstream";

/** Mutations of this page. Each reply replaces the page's data; errors show as toasts. */
export function useUpstreamCalls() {
  const client = useQueryClient();
  const problemText = useProblemText();
  const options = {
    onSuccess: (state: UpstreamState) => client.setQueryData(keys.upstream(), state),
    onError: (error: unknown) => {
      void toast(problemText(error), { tone: "error" });
      void client.invalidateQueries({ queryKey: keys.upstream() });
    },
  };
  return {
    check: useMutation({
      mutationFn: (body: CheckBody) => call("upstream.check", { body }),
      ...options,
    }),
    save: useMutation({ mutationFn: () => call("upstream.save", { body: {} }), ...options }),
    forget: useMutation({ mutationFn: () => call("upstream.forget"), ...options }),
  };
}
