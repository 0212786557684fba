import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { BudgetsPage } from "@/components/settings/budgets/budgets-page";
import { keys } from "@/lib/client/query-keys";
import { currentActor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { loadBudgets } from "@/lib/server/domain/budgets/queries";

export async function generateMetadata() {
  const t = await getTranslations("budgets");
  return { title: t("title") };
}

/** Prefetches, so that the first paint has data. */
export default async function Page() {
  const actor = await currentActor();
  // The layout has already redirected people without a session.
  if (!actor) notFound();
  const client = new QueryClient();
  client.setQueryData(keys.budgets(), await loadBudgets(actor, { clock: systemClock }));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <BudgetsPage />
    </HydrationBoundary>
  );
}
