import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { KeysPage } from "@/components/settings/keys/keys-page";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { loadKeys } from "@/lib/server/domain/keys/queries";

export async function generateMetadata() {
  const t = await getTranslations("keys");
  return { title: t("title") };
}

/** Prefetches which keys are set; the keys themselves never leave the server. */
export default async function Page() {
  const actor = await currentActor();
  // The layout has already redirected people without a session.
  if (!actor) notFound();
  const client = new QueryClient();
  client.setQueryData(keys.storedKeys(), await loadKeys(actor));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <KeysPage />
    </HydrationBoundary>
  );
}
