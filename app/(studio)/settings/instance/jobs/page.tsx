import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { JobsPage } from "@/components/settings/instance/jobs-page";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { listJobs } from "@/lib/server/domain/instance/jobs";

export default async function Page() {
  const actor = await currentActor();
  if (!actor?.isInstanceOwner) notFound();
  const client = new QueryClient();
  client.setQueryData(keys.instance("jobs", { group: "under_way" }), {
    pages: [await listJobs(actor, { group: "under_way" }, { clock: systemClock })],
    pageParams: [null],
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <JobsPage />
    </HydrationBoundary>
  );
}
