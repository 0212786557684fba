import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { DEFAULT_CHOICE, toAttemptQuery } from "@/components/settings/usage/attempt-query";
import { UsagePage } from "@/components/settings/usage/usage-page";
import { keys } from "@/lib/client/query-keys";
import { isPermitted } from "@/lib/contracts/permissions";
import { currentActor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { listAttempts } from "@/lib/server/domain/usage/attempts";
import { loadSpending } from "@/lib/server/domain/usage/spending";

/** Prefetches this month and the first page of attempts. */
export default async function Page() {
  const actor = await currentActor();
  // The layout has already redirected people without a session.
  if (!actor) notFound();
  const query = toAttemptQuery(DEFAULT_CHOICE);
  const client = new QueryClient();
  client.setQueryData(keys.attempts(query), {
    pages: [await listAttempts(actor, query)],
    pageParams: [null],
  });
  if (isPermitted(actor.role, "usage")) {
    client.setQueryData(keys.spending({}), await loadSpending(actor, {}, { clock: systemClock }));
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <UsagePage />
    </HydrationBoundary>
  );
}
