import "server-only";
import type { BudgetLimits, BudgetsState } from "@/lib/contracts/budgets";
import type { UserId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import type { Deps } from "@/lib/server/clock";
import { inTransaction } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { loadBudgets } from "@/lib/server/domain/budgets/queries";
import { limitsOf } from "@/lib/server/domain/budgets/spent";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";
import { lockWorkspaceAs } from "@/lib/server/domain/workspaces/lock";
import { AppError } from "@/lib/server/errors";

/**
 * Sets the current workspace's budget. Needs `manage`. `lockWorkspaceAs` takes the lock under which turns reserve, so
 * that a concurrent turn is checked against either the old limits or the new ones, never a mixture.
 */
export async function setWorkspaceBudget(
  actor: Actor,
  limits: BudgetLimits,
  { clock }: Deps,
): Promise<BudgetsState> {
  await inTransaction(async (tx) => {
    const { workspace } = await lockWorkspaceAs(tx, actor, "manage", actor.workspaceId);
    await tx.workspace.update({ where: { id: workspace.id }, data: columnsOf(limits) });
    await recordAudit(tx, actor, {
      workspaceId: workspace.id,
      act: "budget.changed",
      target: { kind: "workspace", id: workspace.id, name: workspace.name },
      details: { from: limitsOf(workspace), to: limits },
    });
    await announceWorkspace(tx, workspace.id);
  });
  return loadBudgets(actor, { clock });
}

/**
 * Sets a member's budget in the current workspace.
 * @throws AppError `not_found` for a user who is not a member
 */
export async function setMemberBudget(
  actor: Actor,
  { userId, ...limits }: BudgetLimits & { userId: UserId },
  { clock }: Deps,
): Promise<BudgetsState> {
  await inTransaction(async (tx) => {
    const { workspace } = await lockWorkspaceAs(tx, actor, "manage", actor.workspaceId);
    const where = { userId_workspaceId: { userId, workspaceId: workspace.id } };
    const member = await tx.membership.findUnique({ where, include: { user: true } });
    if (member === null) throw new AppError("not_found");
    await tx.membership.update({ where, data: columnsOf(limits) });
    await recordAudit(tx, actor, {
      workspaceId: workspace.id,
      act: "member.budget_changed",
      target: { kind: "account", id: userId, name: member.user.name },
      details: { from: limitsOf(member), to: limits },
    });
    await announceWorkspace(tx, workspace.id);
  });
  return loadBudgets(actor, { clock });
}

function columnsOf({ dayMicroUsd, monthMicroUsd }: BudgetLimits) {
  return { budgetDayMicroUsd: dayMicroUsd, budgetMonthMicroUsd: monthMicroUsd };
}
