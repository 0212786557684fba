import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { PeoplePage } from "@/components/settings/instance/people-page";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { listPeople } from "@/lib/server/domain/instance/people";

export default async function Page() {
  const actor = await currentActor();
  if (!actor?.isInstanceOwner) notFound();
  const client = new QueryClient();
  client.setQueryData(keys.instance("people", {}), {
    pages: [await listPeople(actor, {})],
    pageParams: [null],
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PeoplePage />
    </HydrationBoundary>
  );
}
