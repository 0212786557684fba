"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { UserId, WorkspaceId } from "@/lib/contracts/ids";
import type { RoleName } from "@/lib/contracts/permissions";

/** What is done about members and invites. The lists are read anew after it, whether it went well or not. */
export function useMemberCalls(workspaceId: WorkspaceId) {
  const client = useQueryClient();
  const problemText = useProblemText();
  const settle = {
    onError: (error: unknown) => void toast(problemText(error), { tone: "error" }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.workspace() }),
        // One's own role may be what has changed.
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
