import type { BudgetInForce } from "@/lib/contracts/budgets";

/** From this share on a budget is spoken of. */
export const NOTICE_FROM = 0.8;

/** @returns 1 for all of it; a limit of nothing is used up from the start */
export function shareUsed({
  limitMicroUsd,
  spentMicroUsd,
}: Pick<BudgetInForce, "limitMicroUsd" | "spentMicroUsd">): number {
  return limitMicroUsd === 0 ? 1 : spentMicroUsd / limitMicroUsd;
}

/** The first limit that a price would go beyond, or null: then it may be sent. */
export function firstExceeded<B extends BudgetInForce>(
  budgets: readonly B[],
  priceMicroUsd: number,
): B | null {
  return (
    budgets.find(
      ({ limitMicroUsd, spentMicroUsd }) =>
        priceMicroUsd > 0 && spentMicroUsd + priceMicroUsd > limitMicroUsd,
    ) ?? null
  );
}

/** The limit that is nearest to its end, if any is near: what is worth a line before sending. */
export function nearestToEnd<B extends BudgetInForce>(budgets: readonly B[]): B | null {
  const [nearest] = budgets.toSorted((one, other) => shareUsed(other) - shareUsed(one));
  return nearest !== undefined && shareUsed(nearest) >= NOTICE_FROM ? nearest : null;
}
