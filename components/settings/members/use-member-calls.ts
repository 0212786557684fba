"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { UserId, WorkspaceId } from "@/lib/contracts/ids";
import type { RoleName } from "@/lib/contracts/permissions";

/** Mutations on members and invites. Lists are invalidated whether they succeed or fail. */
export function useMemberCalls(workspaceId: WorkspaceId) {
  const client = useQueryClient();
  const problemText = useProblemText();
  const settle = {
    onError: (error: unknown) => void toast(problemText(error), { tone: "error" }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.workspace() }),
        // The change may concern your own role.
        client.invalidateQueries({ queryKey: keys.studio() }),
      ]),
  };
  return {
    changeRole: useMutation({
      mutationFn: ({ userId, role }: { userId: UserId; role: RoleName }) =>
        call("members.changeRole", { params: { workspaceId, userId }, body: { role } }),
      ...settle,
    }),
    remove: useMutation({
      mutationFn: (userId: UserId) => call("members.remove", { params: { workspaceId, userId } }),
      ...settle,
    }),
    revoke: useMutation({
      mutationFn: (inviteId: string) =>
        call("invites.revoke", { params: { workspaceId, inviteId } }),
      ...settle,
    }),
  };
}
