import "server-only";
import { firstExceeded, nearestToEnd } from "@/lib/contracts/budget-notice";
import type { BudgetInForce } from "@/lib/contracts/budgets";
import { countsAgainstBudgets } from "@/lib/contracts/key-sources";
import type { Tx } from "@/lib/server/db";
import { budgetsInForce } from "@/lib/server/domain/budgets/spent";
import type { Terms } from "@/lib/server/domain/keys/payment-terms";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";
import { AppError } from "@/lib/server/errors";

type BudgetRequest = {
  workspaceId: string;
  createdById: string;
  terms: Terms;
  /** How many generations with these terms. */
  count: number;
};

/**
 * Checks new generations against every budget in force. Call it in their transaction, after their rows are written and
 * before anything is published: the rows themselves are the reservation.
 * Where a budget is set, it locks the workspace's row before it sums up the ledger, so that concurrent turns pass one
 * at a time and each sees the others' reservations. Event numbers use the same lock at the same point of a transaction
 * (after all rows of threads and generations), which rules out deadlocks. A generation counts with its price while
 * under way, with its cost once it has ended, and not at all if it was not billed.
 * @throws AppError `budget_exhausted` with the limit, what is spent, and the price
 */
export async function reserveBudget(tx: Tx, request: BudgetRequest, now: Date): Promise<void> {
  const { workspaceId, terms } = request;
  const priceMicroUsd = priceOf(request);
  if (!(await hasBudgetInForce(tx, request))) return;
  await tx.$queryRaw`SELECT 1 AS locked FROM "Workspace" WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`;
  const after = await budgetsInForce(request, now, tx);
  const before = after.map((budget) => ({
    ...budget,
    spentMicroUsd: budget.spentMicroUsd - priceMicroUsd,
  }));
  refuseExceeded(before, priceMicroUsd);
  // Publish when the workspace's budget nears or reaches its end: other members do not see this turn if it is
  // private.
  const isNearingEnd =
    nearestToEnd(workspaceBudgets(after)) !== null &&
    nearestToEnd(workspaceBudgets(before)) === null;
  const isReachingEnd =
    firstExceeded(workspaceBudgets(after), terms.priceMicroUsd) !== null &&
    firstExceeded(workspaceBudgets(before), terms.priceMicroUsd) === null;
  if (isNearingEnd || isReachingEnd) await announceWorkspace(tx, workspaceId);
}

/**
 * The same check before anything is written and without the lock, so that most refusals are immediate and block nobody.
 * It reserves nothing; `reserveBudget` decides.
 */
export async function checkBudget(tx: Tx, request: BudgetRequest, now: Date): Promise<void> {
  refuseExceeded(await budgetsInForce(request, now, tx), priceOf(request));
}

/** Whether such generations use up a budget, if there is one: not if they are free or a member's own key pays. */
export function countsAgainstBudget(request: BudgetRequest): boolean {
  return priceOf(request) > 0 && countsAgainstBudgets(request.terms.keySource);
}

function refuseExceeded(budgets: readonly BudgetInForce[], priceMicroUsd: number): void {
  const exceeded = firstExceeded(budgets, priceMicroUsd);
  if (exceeded === null) return;
  const { whose, period, limitMicroUsd, spentMicroUsd } = exceeded;
  const details = { whose, period, limitMicroUsd, spentMicroUsd, priceMicroUsd };
  throw new AppError("budget_exhausted", { details });
}

function priceOf({ terms, count }: BudgetRequest): number {
  return terms.priceMicroUsd * count;
}

/** Call it when a generation ended unbilled: in a workspace with a budget, members may send again. */
export async function announceGivenBack(tx: Tx, workspaceId: string): Promise<void> {
  const workspace = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { budgetDayMicroUsd: true, budgetMonthMicroUsd: true },
  });
  if (workspace.budgetDayMicroUsd === null && workspace.budgetMonthMicroUsd === null) return;
  await announceWorkspace(tx, workspaceId);
}

function workspaceBudgets<B extends { whose: string }>(budgets: readonly B[]): B[] {
  return budgets.filter(({ whose }) => whose === "workspace");
}

/** Without the lock: most workspaces have no budget, and their turns need not wait for each other. */
async function hasBudgetInForce(tx: Tx, request: BudgetRequest): Promise<boolean> {
  if (!countsAgainstBudget(request)) return false;
  const { workspaceId, createdById } = request;
  const [row] = await tx.$queryRaw<{ isAny: boolean }[]>`
    SELECT num_nonnulls(w."budgetDayMicroUsd", w."budgetMonthMicroUsd", m."budgetDayMicroUsd", m."budgetMonthMicroUsd") > 0
      AS "isAny"
    FROM "Workspace" w
    LEFT JOIN "Membership" m ON m."workspaceId" = w.id AND m."userId" = ${createdById}::uuid
    WHERE w.id = ${workspaceId}::uuid`;
  return row?.isAny ?? false;
}
