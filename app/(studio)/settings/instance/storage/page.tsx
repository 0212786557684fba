import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { StoragePage } from "@/components/settings/instance/storage-page";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { loadStorageReport } from "@/lib/server/domain/instance/storage";

export default async function Page() {
  const actor = await currentActor();
  if (!actor?.isInstanceOwner) notFound();
  const client = new QueryClient();
  client.setQueryData(keys.instance("storage"), await loadStorageReport(actor));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <StoragePage />
    </HydrationBoundary>
  );
}
