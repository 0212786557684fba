import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SessionsPage } from "@/components/settings/sessions/sessions-page";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { listSessions } from "@/lib/server/domain/sessions/queries";

export async function generateMetadata() {
  const t = await getTranslations("settings.pages");
  return { title: t("sessions") };
}

/** Prefetches, so that the first paint has data. */
export default async function Page() {
  const actor = await currentActor();
  // The layout has already redirected people without a session.
  if (!actor) notFound();
  const client = new QueryClient();
  client.setQueryData(keys.sessions(), {
    sessions: await listSessions(actor, { clock: systemClock }),
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SessionsPage />
    </HydrationBoundary>
  );
}
