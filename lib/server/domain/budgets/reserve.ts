import "server-only";
import { firstExceeded, nearestToEnd } from "@/lib/contracts/budget-notice";
import type { BudgetInForce } from "@/lib/contracts/budgets";
import { countsAgainstBudgets } from "@/lib/contracts/key-sources";
import type { Tx } from "@/lib/server/db";
import { budgetsInForce } from "@/lib/server/domain/budgets/spent";
import type { Terms } from "@/lib/server/domain/keys/payment-terms";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";
import { AppError } from "@/lib/server/errors";

type Wanted = {
  workspaceId: string;
  createdById: string;
  terms: Terms;
  /** How many generations of these terms. */
  count: number;
};

/**
 * Makes sure that new generations fit into every budget that holds for them; nothing is written where they do not. Call it
 * in their transaction when their rows are there and before anything is announced.
 *
 * Where a budget is set, the workspace's row is locked and the ledger summed up, in a statement that begins after the lock:
 * those who send at once pass one at a time, each seeing what the others have promised. It is the lock of the event
 * numbers and taken at the same point of a transaction as theirs (after all rows of threads and generations), so that no
 * two transactions wait for each other. The rows themselves are the reservation: what is under way counts with its price,
 * what has ended with its cost, and what was not billed no more.
 *
 * Throws `budget_exhausted` with what the sentence needs.
 */
export async function reserveBudget(tx: Tx, wanted: Wanted, now: Date): Promise<void> {
  const { workspaceId, terms } = wanted;
  const priceMicroUsd = priceOf(wanted);
  if (!(await isHeldToBudget(tx, wanted))) return;
  await tx.$queryRaw`SELECT 1 AS locked FROM "Workspace" WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`;
  const after = await budgetsInForce(wanted, now, tx);
  const before = after.map((budget) => ({
    ...budget,
    spentMicroUsd: budget.spentMicroUsd - priceMicroUsd,
  }));
  refuseExceeded(before, priceMicroUsd);
  // The others' composers do not see this turn if it is private; that the common budget comes to its end, they are told.
  const isNews = nearestToEnd(common(after)) !== null && nearestToEnd(common(before)) === null;
  const isEnd =
    firstExceeded(common(after), terms.priceMicroUsd) !== null &&
    firstExceeded(common(before), terms.priceMicroUsd) === null;
  if (isNews || isEnd) await announceWorkspace(tx, workspaceId);
}

/**
 * The same question before anything is written and without the lock, so that most who would be refused are refused at once
 * and hold nothing up. It reserves nothing: `reserveBudget` has the last word, where there is a budget at all.
 * @returns whether there is one
 */
export async function checkBudget(tx: Tx, wanted: Wanted, now: Date): Promise<boolean> {
  if (!(await isHeldToBudget(tx, wanted))) return false;
  refuseExceeded(await budgetsInForce(wanted, now, tx), priceOf(wanted));
  return true;
}

function refuseExceeded(budgets: readonly BudgetInForce[], priceMicroUsd: number): void {
  const exceeded = firstExceeded(budgets, priceMicroUsd);
  if (exceeded === null) return;
  const { whose, period, limitMicroUsd, spentMicroUsd } = exceeded;
  const details = { whose, period, limitMicroUsd, spentMicroUsd, priceMicroUsd };
  throw new AppError("budget_exhausted", { details });
}

function priceOf({ terms, count }: Wanted): number {
  return terms.priceMicroUsd * count;
}

/** To be called where a generation ended unbilled: in a workspace with a budget others may send again. */
export async function announceGivenBack(tx: Tx, workspaceId: string): Promise<void> {
  const workspace = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { budgetDayMicroUsd: true, budgetMonthMicroUsd: true },
  });
  if (workspace.budgetDayMicroUsd === null && workspace.budgetMonthMicroUsd === null) return;
  await announceWorkspace(tx, workspaceId);
}

function common<B extends { whose: string }>(budgets: readonly B[]): B[] {
  return budgets.filter(({ whose }) => whose === "workspace");
}

/** Asked without the lock: most workspaces have no budget, and their turns need not wait for each other. */
async function isHeldToBudget(tx: Tx, wanted: Wanted): Promise<boolean> {
  const { workspaceId, createdById, terms } = wanted;
  if (priceOf(wanted) === 0 || !countsAgainstBudgets(terms.keySource)) return false;
  const [row] = await tx.$queryRaw<{ isAny: boolean }[]>`
    SELECT num_nonnulls(w."budgetDayMicroUsd", w."budgetMonthMicroUsd", m."budgetDayMicroUsd", m."budgetMonthMicroUsd") > 0
      AS "isAny"
    FROM "Workspace" w
    LEFT JOIN "Membership" m ON m."workspaceId" = w.id AND m."userId" = ${createdById}::uuid
    WHERE w.id = ${workspaceId}::uuid`;
  return row?.isAny ?? false;
}
