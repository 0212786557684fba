import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { WorkspaceId } from "@/lib/contracts/ids";

/** Members of a workspace; an event reports changes. */
export function membersQuery(workspaceId: WorkspaceId) {
  return queryOptions({
    queryKey: keys.members(workspaceId),
    queryFn: ({ signal }) => call("members.list", { signal, params: { workspaceId } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Pending invites. They expire without an event, so the data goes stale. */
export function invitesQuery(workspaceId: WorkspaceId) {
  return queryOptions({
    queryKey: keys.invites(workspaceId),
    queryFn: ({ signal }) => call("invites.list", { signal, params: { workspaceId } }),
    staleTime: 60_000,
  });
}
