import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { FIRST_CHOICE, toAttemptQuery } from "@/components/settings/usage/attempt-query";
import { UsagePage } from "@/components/settings/usage/usage-page";
import { keys } from "@/lib/client/query-keys";
import { isPermitted } from "@/lib/contracts/permissions";
import { currentActor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { listAttempts } from "@/lib/server/domain/usage/attempts";
import { loadSpending } from "@/lib/server/domain/usage/spending";

/** This month and the first page of attempts as the server has them, so that the first paint is the answer. */
export default async function Page() {
  const actor = await currentActor();
  // The studio's layout above has led everyone else to the door already.
  if (!actor) notFound();
  const query = toAttemptQuery(FIRST_CHOICE);
  const client = new QueryClient();
  client.setQueryData(keys.attempts(query), {
    pages: [await listAttempts(actor, query)],
    pageParams: [null],
  });
  if (isPermitted(actor.role, "usage")) {
    client.setQueryData(keys.spending({}), await loadSpending(actor, systemClock, {}));
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <UsagePage />
    </HydrationBoundary>
  );
}
