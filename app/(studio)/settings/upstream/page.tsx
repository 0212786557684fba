import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { UpstreamView } from "@/components/settings/upstream/upstream-view";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { loadUpstreamState } from "@/lib/server/domain/upstream/state";

export async function generateMetadata() {
  const t = await getTranslations("upstream");
  return { title: t("title") };
}

/** For instance owners; others get 404. */
export default async function Page() {
  const actor = await currentActor();
  if (!actor?.isInstanceOwner) notFound();
  const client = new QueryClient();
  client.setQueryData(keys.upstream(), await loadUpstreamState());
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <UpstreamView />
    </HydrationBoundary>
  );
}
