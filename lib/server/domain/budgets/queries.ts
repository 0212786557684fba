import "server-only";
import type { BudgetsState } from "@/lib/contracts/budgets";
import { isPermitted } from "@/lib/contracts/permissions";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Deps } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { AMOUNT, COUNTS, limitsOf, periodStarts } from "@/lib/server/domain/budgets/spent";

type Spent = BudgetsState["workspace"]["spent"];

/** The budgets of the current workspace: its own, the actor's and, for managers, those of all members. */
export async function loadBudgets(actor: Actor, { clock }: Deps): Promise<BudgetsState> {
  const { id } = authorizeWorkspace(actor, "read");
  const mayManage = isPermitted(actor.role, "manage");
  const [workspace, members, spent] = await Promise.all([
    db.workspace.findUniqueOrThrow({
      where: { id },
      select: { budgetDayMicroUsd: true, budgetMonthMicroUsd: true },
    }),
    db.membership.findMany({
      where: { workspaceId: id, ...(mayManage ? {} : { userId: actor.userId }) },
      orderBy: [{ role: "asc" }, { createdAt: "asc" }],
      include: { user: { select: { name: true } } },
    }),
    readSpent(id, clock.now()),
  ]);
  const isSelf = ({ userId }: { userId: string }) => Number(userId === actor.userId);
  return {
    workspace: { limits: limitsOf(workspace), spent: sumUp([...spent.values()]) },
    members: members
      .toSorted((one, other) => isSelf(other) - isSelf(one))
      .map((member) => ({
        userId: brandId(member.userId),
        name: member.user.name,
        role: member.role,
        limits: limitsOf(member),
        spent: spent.get(member.userId) ?? NOTHING,
      })),
    mayManage,
  };
}

const NOTHING: Spent = { dayMicroUsd: 0, monthMicroUsd: 0 };

/** What counts against budgets in the current day and month, by creator, former members included. */
async function readSpent(workspaceId: string, now: Date): Promise<ReadonlyMap<string, Spent>> {
  const { day, month } = periodStarts(now);
  const rows = await db.$queryRaw<
    { createdById: string; day: bigint | null; month: bigint | null }[]
  >`
    SELECT g."createdById"::text, sum(${AMOUNT}) FILTER (WHERE g."queuedAt" >= ${day})::bigint AS day,
           sum(${AMOUNT})::bigint AS month
    FROM "Generation" g
    WHERE g."workspaceId" = ${workspaceId}::uuid AND g."queuedAt" >= ${month} AND ${COUNTS}
    GROUP BY g."createdById"`;
  return new Map(
    rows.map((row) => [
      row.createdById,
      { dayMicroUsd: Number(row.day ?? 0), monthMicroUsd: Number(row.month ?? 0) },
    ]),
  );
}

function sumUp(all: readonly Spent[]): Spent {
  return all.reduce(
    (sum, one) => ({
      dayMicroUsd: sum.dayMicroUsd + one.dayMicroUsd,
      monthMicroUsd: sum.monthMicroUsd + one.monthMicroUsd,
    }),
    NOTHING,
  );
}
