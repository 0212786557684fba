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

/** Which keys there are, as the server has it; the keys themselves never leave it. */
export default async function Page() {
  const actor = await currentActor();
  // The studio's layout above has led everyone else to the door already.
  if (!actor) notFound();
  const client = new QueryClient();
  client.setQueryData(keys.broughtKeys(), await loadKeys(actor));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <KeysPage />
    </HydrationBoundary>
  );
}
