import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { WorkspaceId } from "@/lib/contracts/ids";

/** Who is in a workspace; an event tells when that changes. */
export function membersQuery(workspaceId: WorkspaceId) {
  return queryOptions({
    queryKey: keys.members(workspaceId),
    queryFn: ({ signal }) => call("members.list", { signal, params: { workspaceId } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Its open invites, for whoever may manage it. They run out by themselves, so age makes them stale. */
export function invitesQuery(workspaceId: WorkspaceId) {
  return queryOptions({
    queryKey: keys.invites(workspaceId),
    queryFn: ({ signal }) => call("invites.list", { signal, params: { workspaceId } }),
    staleTime: 60_000,
  });
}
