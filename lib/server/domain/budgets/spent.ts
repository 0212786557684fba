import "server-only";
import type { BudgetInForce, BudgetLimits } from "@/lib/contracts/budgets";
import { db, type Tx } from "@/lib/server/db";
import { Prisma } from "@/lib/server/generated/prisma/client";

/**
 * What a generation (as `g`) takes from a budget, in micro-dollars: its cost once known; its price while it is under
 * way (the reservation) and where only the upstream's invoice shows whether it was billed.
 */
export const AMOUNT = Prisma.sql`
  (CASE g.billed WHEN 'no' THEN 0 WHEN 'yes' THEN coalesce(g."costMicroUsd", g."priceMicroUsd") ELSE g."priceMicroUsd" END)`;

/** Only calls paid with the workspace's or the instance's key count, not those with a member's key or the sandbox. */
export const COUNTS = Prisma.sql`g."keySource" IN ('workspace', 'instance')`;

/** Start of the current day and month, in UTC. A generation counts on the day it was queued. */
export function periodStarts(now: Date): { day: Date; month: Date } {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return {
    day: new Date(Date.UTC(year, month, now.getUTCDate())),
    month: new Date(Date.UTC(year, month, 1)),
  };
}

type Columns = { budgetDayMicroUsd: bigint | null; budgetMonthMicroUsd: bigint | null };

export function limitsOf(row: Columns): BudgetLimits {
  const toNumber = (value: bigint | null) => (value === null ? null : Number(value));
  return {
    dayMicroUsd: toNumber(row.budgetDayMicroUsd),
    monthMicroUsd: toNumber(row.budgetMonthMicroUsd),
  };
}

type Row = {
  workspaceDay: bigint | null;
  workspaceMonth: bigint | null;
  memberDay: bigint | null;
  memberMonth: bigint | null;
};
type Spender = { workspaceId: string; createdById: string };

/**
 * The limits on what a member sends in a workspace with a key that counts, the member's own limits first. Empty if
 * there are none; then nothing is summed up.
 */
export async function budgetsInForce(
  spender: Spender,
  now: Date,
  tx: Tx = db,
): Promise<BudgetInForce[]> {
  const limits = await readLimits(spender, tx);
  if (limits.length === 0) return [];
  const starts = periodStarts(now);
  const isMonthly = limits.some(({ period }) => period === "month");
  const [sums] = await tx.$queryRaw<Row[]>`
    SELECT sum(amount) FILTER (WHERE is_today) AS "workspaceDay", sum(amount) AS "workspaceMonth",
           sum(amount) FILTER (WHERE is_today AND is_own) AS "memberDay", sum(amount) FILTER (WHERE is_own) AS "memberMonth"
    FROM (
      SELECT ${AMOUNT}::bigint AS amount, g."queuedAt" >= ${starts.day} AS is_today,
             g."createdById" = ${spender.createdById}::uuid AS is_own
      FROM "Generation" g
      WHERE g."workspaceId" = ${spender.workspaceId}::uuid AND g."queuedAt" >= ${isMonthly ? starts.month : starts.day}
        AND ${COUNTS}
    ) spent`;
  return limits.map((limit) => ({
    ...limit,
    spentMicroUsd: Number(sums?.[`${limit.whose}${limit.period === "day" ? "Day" : "Month"}`] ?? 0),
  }));
}

type Limit = Omit<BudgetInForce, "spentMicroUsd">;

async function readLimits({ workspaceId, createdById }: Spender, tx: Tx): Promise<Limit[]> {
  const row = await tx.workspace.findUnique({
    where: { id: workspaceId },
    select: {
      budgetDayMicroUsd: true,
      budgetMonthMicroUsd: true,
      memberships: {
        where: { userId: createdById },
        select: { budgetDayMicroUsd: true, budgetMonthMicroUsd: true },
      },
    },
  });
  if (row === null) return [];
  const [member] = row.memberships;
  return [
    ...(member ? toLimits("member", limitsOf(member)) : []),
    ...toLimits("workspace", limitsOf(row)),
  ];
}

function toLimits(whose: Limit["whose"], { dayMicroUsd, monthMicroUsd }: BudgetLimits): Limit[] {
  return [
    ...(dayMicroUsd === null
      ? []
      : [{ whose, period: "day" as const, limitMicroUsd: dayMicroUsd }]),
    ...(monthMicroUsd === null
      ? []
      : [{ whose, period: "month" as const, limitMicroUsd: monthMicroUsd }]),
  ];
}
