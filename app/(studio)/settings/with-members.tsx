import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { listMembers } from "@/lib/server/domain/members/queries";

/** Prefetches the members for the pages that name them. */
export async function WithMembers({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  // The layout has already redirected people without a session.
  if (!actor) notFound();
  const { workspaceId } = actor;
  const client = new QueryClient();
  client.setQueryData(keys.members(workspaceId), {
    members: await listMembers(actor, workspaceId),
  });
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
