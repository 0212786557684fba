"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { NoticeId } from "@/lib/contracts/ids";

/** Marks notices as read: those named, or all. */
export function useReadNotices() {
  const client = useQueryClient();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: (ids: NoticeId[] | null) =>
      call("notices.read", { body: ids === null ? {} : { ids } }),
    onError: (error) => void toast(problemText(error), { tone: "error" }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.notices() }),
  });
}
