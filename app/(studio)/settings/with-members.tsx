import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { listMembers } from "@/lib/server/domain/members/queries";

/** The members as the server has them, so that the first paint of the pages that name them is the answer. */
export async function WithMembers({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  // The studio's layout above has led everyone else to the door already.
  if (!actor) notFound();
  const { workspaceId } = actor;
  const client = new QueryClient();
  client.setQueryData(keys.members(workspaceId), {
    members: await listMembers(actor, workspaceId),
  });
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
