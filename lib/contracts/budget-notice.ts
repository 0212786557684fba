import type { BudgetInForce } from "@/lib/contracts/budgets";

/** Show a notice from this share on. */
export const NOTICE_SHARE = 0.8;

/** @returns 1 when used up; a limit of 0 is always used up */
export function shareUsed({
  limitMicroUsd,
  spentMicroUsd,
}: Pick<BudgetInForce, "limitMicroUsd" | "spentMicroUsd">): number {
  return limitMicroUsd === 0 ? 1 : spentMicroUsd / limitMicroUsd;
}

/** The first limit that a price would exceed; null if it fits. */
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

/** The limit closest to its end, if it is worth a notice. */
export function nearestToEnd<B extends BudgetInForce>(budgets: readonly B[]): B | null {
  const [nearest] = budgets.toSorted((one, other) => shareUsed(other) - shareUsed(one));
  return nearest !== undefined && shareUsed(nearest) >= NOTICE_SHARE ? nearest : null;
}
