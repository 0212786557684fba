"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useStudio } from "@/components/shell/use-studio";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { markLeaving } from "@/lib/client/refresh-access";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { UserId } from "@/lib/contracts/ids";
import type { BodyOf } from "@/lib/contracts/operations";

/** Mutations on the current workspace. Those that leave it continue with a full page load. */
export function useWorkspaceCalls() {
  const client = useQueryClient();
  const problemText = useProblemText();
  const workspaceId = useStudio().workspace.id;
  const params = { workspaceId };
  const onError = (error: unknown) => void toast(problemText(error), { tone: "error" });
  const invalidate = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.studio() }),
      client.invalidateQueries({ queryKey: keys.workspace() }),
    ]);
  // This tab also receives the event of its own departure and must not treat it as a removal.
  const leaving = {
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
      onSettled: invalidate,
    }),
    handOver: useMutation({
      mutationFn: (userId: UserId) => call("workspaces.handOver", { params, body: { userId } }),
      onError,
      onSettled: invalidate,
    }),
    leave: useMutation({
      mutationFn: () => call("workspaces.leave", { params, body: {} }),
      ...leaving,
    }),
    remove: useMutation({
      mutationFn: (name: string) => call("workspaces.remove", { params, query: { name } }),
      ...leaving,
    }),
  };
}
