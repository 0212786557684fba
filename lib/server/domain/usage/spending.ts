import "server-only";
import type { z } from "zod";
import type { KeySource } from "@/lib/contracts/key-sources";
import { isPermitted } from "@/lib/contracts/permissions";
import {
  type Spending,
  SPENDING_DAYS_MAX,
  type spendingQuery,
  type SpendingSums,
} from "@/lib/contracts/spending";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock, Deps } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { AppError } from "@/lib/server/errors";
import { Prisma } from "@/lib/server/generated/prisma/client";

type Query = z.output<typeof spendingQuery>;

/** Sums of one day, model, member and kind of key. */
export type SpendingCell = SpendingSums & {
  day: string;
  model: string;
  userId: string;
  name: string;
  keySource: KeySource;
};

export type SpendingRange = { from: string; to: string };

const DAY_MS = 86_400_000;

/**
 * Spending in the actor's current workspace: their own, and everyone's for those with `manage`, including private
 * threads (amounts only). Needs `usage`. Throws `invalid_field` for a range that is too long or ends before it begins.
 */
export async function loadSpending(actor: Actor, query: Query, { clock }: Deps): Promise<Spending> {
  const range = rangeOf(query, clock);
  const cells = await readCells(actor, range);
  return {
    ...range,
    isEverybodys: isPermitted(actor.role, "manage"),
    total: sumUp(cells),
    paidByMembers: sumUp(cells.filter(({ keySource }) => keySource === "member")),
    days: groups(
      cells,
      ({ day, model }) => `${day} ${model}`,
      ({ day, model }) => ({ day, model }),
    ),
    models: byMoney(
      groups(
        cells,
        ({ model }) => model,
        ({ model }) => ({ model }),
      ),
    ),
    members: byMoney(
      groups(
        cells,
        ({ userId }) => userId,
        ({ userId, name }) => ({ userId: brandId(userId), name }),
      ),
    ),
  };
}

/** The range of UTC days of a query; by default the current month. */
export function rangeOf({ from, to }: Query, clock: Clock): SpendingRange {
  const today = clock.now().toISOString().slice(0, 10);
  const last = to ?? (from !== undefined && from > today ? from : today);
  const first = from ?? `${last.slice(0, 8)}01`;
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if (days < 1 || days > SPENDING_DAYS_MAX) throw new AppError("invalid_field", { field: "from" });
  return { from: first, to: last };
}

/** The most detailed sums, oldest day first. */
export async function readCells(actor: Actor, range: SpendingRange): Promise<SpendingCell[]> {
  const { id, role } = authorizeWorkspace(actor, "usage");
  const from = new Date(range.from);
  const to = new Date(Date.parse(range.to) + DAY_MS);
  const userFilter = isPermitted(role, "manage")
    ? Prisma.empty
    : Prisma.sql`AND g."createdById" = ${actor.userId}::uuid`;
  return db.$queryRaw<SpendingCell[]>`
    SELECT to_char(g."queuedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, g.model, g."createdById"::text AS "userId",
      u.name, g."keySource"::text AS "keySource", count(*)::int AS calls,
      count(*) FILTER (WHERE g.state = 'succeeded'
        OR EXISTS (SELECT 1 FROM "Image" i WHERE i."generationId" = g.id))::int AS pictures,
      coalesce(sum(g."costMicroUsd") FILTER (WHERE g.billed = 'yes'), 0)::float8 AS "billedMicroUsd",
      coalesce(sum(g."priceMicroUsd") FILTER (WHERE g.billed = 'unknown'), 0)::float8 AS "perhapsMicroUsd",
      coalesce(sum(g."priceMicroUsd") FILTER (WHERE g.billed IS NULL), 0)::float8 AS "reservedMicroUsd"
    FROM "Generation" g JOIN "User" u ON u.id = g."createdById"
    WHERE g."workspaceId" = ${id}::uuid AND g."queuedAt" >= ${from} AND g."queuedAt" < ${to}
      AND NOT g."isSandbox" AND g.endpoint NOT IN ('local', 'copied') ${userFilter}
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 4, 3, 5`;
}

function sumUp(cells: readonly SpendingCell[]): SpendingSums {
  const sum = (field: keyof SpendingSums) => cells.reduce((total, cell) => total + cell[field], 0);
  return {
    calls: sum("calls"),
    pictures: sum("pictures"),
    billedMicroUsd: sum("billedMicroUsd"),
    perhapsMicroUsd: sum("perhapsMicroUsd"),
    reservedMicroUsd: sum("reservedMicroUsd"),
  };
}

function groups<Name>(
  cells: readonly SpendingCell[],
  keyOf: (cell: SpendingCell) => string,
  nameOf: (cell: SpendingCell) => Name,
): (SpendingSums & Name)[] {
  const found = new Map<string, SpendingCell[]>();
  for (const cell of cells) {
    const key = keyOf(cell);
    found.set(key, [...(found.get(key) ?? []), cell]);
  }
  return [...found.values()].flatMap((members) => {
    const [first] = members;
    return first === undefined ? [] : [{ ...sumUp(members), ...nameOf(first) }];
  });
}

function byMoney<S extends SpendingSums>(all: readonly S[]): S[] {
  const moneyOf = (one: S) => one.billedMicroUsd + one.perhapsMicroUsd + one.reservedMicroUsd;
  return all.toSorted((one, other) => moneyOf(other) - moneyOf(one) || other.calls - one.calls);
}
