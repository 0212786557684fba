import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { WorkspacesPage } from "@/components/settings/instance/workspaces-page";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { listWorkspaceReports } from "@/lib/server/domain/instance/workspaces";

export default async function Page() {
  const actor = await currentActor();
  if (!actor?.isInstanceOwner) notFound();
  const client = new QueryClient();
  client.setQueryData(keys.instance("workspaces", {}), {
    pages: [await listWorkspaceReports(actor, {}, { clock: systemClock })],
    pageParams: [null],
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <WorkspacesPage />
    </HydrationBoundary>
  );
}
