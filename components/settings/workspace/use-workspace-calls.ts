"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useStudio } from "@/components/shell/use-studio";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { markLeaving } from "@/lib/client/review-standing";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { UserId } from "@/lib/contracts/ids";
import type { BodyOf } from "@/lib/contracts/operations";

/** What is done with the workspace that one stands in. What leads out of it goes on with a full load elsewhere. */
export function useWorkspaceCalls() {
  const client = useQueryClient();
  const problemText = useProblemText();
  const workspaceId = useStudio().workspace.id;
  const params = { workspaceId };
  const onError = (error: unknown) => void toast(problemText(error), { tone: "error" });
  const readAnew = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.studio() }),
      client.invalidateQueries({ queryKey: keys.workspace() }),
    ]);
  // The tab hears of its own going, too, and must not be told that it was put out.
  const wayOut = {
    onMutate: () => markLeaving(true),
    onError: (error: unknown) => {
      markLeaving(false);
      onError(error);
    },
    onSuccess: () => location.assign("/"),
  };
  return {
    update: useMutation({
      mutationFn: (body: BodyOf<"workspaces.update">) =>
        call("workspaces.update", { params, body }),
      onError,
      onSettled: readAnew,
    }),
    handOver: useMutation({
      mutationFn: (userId: UserId) => call("workspaces.handOver", { params, body: { userId } }),
      onError,
      onSettled: readAnew,
    }),
    leave: useMutation({
      mutationFn: () => call("workspaces.leave", { params, body: {} }),
      ...wayOut,
    }),
    remove: useMutation({
      mutationFn: (name: string) => call("workspaces.remove", { params, query: { name } }),
      ...wayOut,
    }),
  };
}
