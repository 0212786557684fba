import "server-only";
import type { z } from "zod";
import { isPermitted } from "@/lib/contracts/permissions";
import type {
  Attempt,
  attemptFilterQuery,
  AttemptList,
  attemptListQuery,
} from "@/lib/contracts/usage";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { endOfRange } from "@/lib/server/domain/lists/end-of-range";
import {
  limit,
  olderThan,
  type Page,
  readAllPages,
  readPage,
  ROW_BY_ROW,
} from "@/lib/server/domain/lists/page";
import {
  type AttemptRow,
  readAttemptRows,
  toAttempts,
} from "@/lib/server/domain/usage/attempt-view";
import { Prisma } from "@/lib/server/generated/prisma/client";

type Filter = z.output<typeof attemptFilterQuery>;

const PAGE = 50;
/** Limits memory: each prompt of a page may have 32,000 characters. */
const EXPORT_PAGE = 200;

/**
 * Attempts in the actor's current workspace, newest generation first, 50 generations a page: their own, and everyone's
 * for those with `manage`, except in others' private threads. Includes deleted threads, which were billed all the same.
 * Throws `invalid_field` for a malformed cursor.
 */
export async function listAttempts(
  actor: Actor,
  { cursor, ...filter }: z.output<typeof attemptListQuery>,
): Promise<AttemptList> {
  const [{ rows, nextCursor }, sums] = await Promise.all([
    readGenerations(actor, filter, cursor, PAGE),
    cursor === undefined ? sumUp(actor, filter) : null,
  ]);
  return { attempts: rows.flatMap(toAttempts), sums, nextCursor };
}

/** All matching attempts a page at a time, so that an export holds one page in memory. */
export async function* readAllAttempts(actor: Actor, filter: Filter): AsyncGenerator<Attempt[]> {
  const pages = readAllPages((cursor) => readGenerations(actor, filter, cursor, EXPORT_PAGE));
  for await (const rows of pages) yield rows.flatMap(toAttempts);
}

async function readGenerations(
  actor: Actor,
  filter: Filter,
  cursor: string | undefined,
  size: number,
): Promise<Page<AttemptRow>> {
  const page = await readPage(
    { by: "queuedAt", cursor, size },
    (slice) => db.$queryRaw<{ id: string; queuedAt: Date }[]>`
      SELECT g.id::text, g."queuedAt" FROM "Generation" g
      WHERE ${matching(actor, filter, ROW_BY_ROW)} AND ${olderThan(slice, Prisma.sql`g."queuedAt"`, Prisma.sql`g.id`)}
      ORDER BY g."queuedAt" DESC, g.id DESC ${limit(slice.take)}`,
  );
  return { ...page, rows: await readAttemptRows(actor, page.rows) };
}

async function sumUp(actor: Actor, filter: Filter): Promise<NonNullable<AttemptList["sums"]>> {
  // Few attempts bring no picture; for all of them it is quicker to read the threads once.
  const howToFindThread = filter.outcome === "all" ? Prisma.empty : ROW_BY_ROW;
  const [sums] = await db.$queryRaw<[Record<"generations" | "billed" | "perhapsBilled", bigint>]>`
    SELECT count(*) AS generations,
           coalesce(sum(g."costMicroUsd") FILTER (WHERE g.billed = 'yes'), 0)::bigint AS billed,
           coalesce(sum(g."priceMicroUsd") FILTER (WHERE g.billed = 'unknown'), 0)::bigint AS "perhapsBilled"
    FROM "Generation" g WHERE ${matching(actor, filter, howToFindThread)}`;
  return {
    generations: Number(sums.generations),
    billedMicroUsd: Number(sums.billed),
    perhapsBilledMicroUsd: Number(sums.perhapsBilled),
  };
}

/** For a generation `g`. A crop, or what came with a link, was sent nowhere. */
function matching(
  actor: Actor,
  { outcome, from, to }: Filter,
  howToFindThread: Prisma.Sql,
): Prisma.Sql {
  const own = Prisma.sql`AND g."createdById" = ${actor.userId}::uuid`;
  return Prisma.sql`g."workspaceId" = ${actor.workspaceId}::uuid AND g.endpoint NOT IN ('local', 'copied')
    ${isPermitted(actor.role, "manage") ? Prisma.empty : own}
    ${from === undefined ? Prisma.empty : Prisma.sql`AND g."queuedAt" >= ${new Date(from)}`}
    ${to === undefined ? Prisma.empty : Prisma.sql`AND g."queuedAt" < ${endOfRange(to)}`}
    AND ${outcome === "all" ? WAS_ATTEMPTED : BILLED_WITHOUT_IMAGE}
    AND EXISTS (SELECT 1 FROM "Thread" t WHERE t.id = g."threadId"
                AND (t.visibility = 'workspace' OR t."createdById" = ${actor.userId}::uuid) ${howToFindThread})`;
}

const WAS_ATTEMPTED = Prisma.sql`(g.attempts > 0 OR g.state = 'failed')`;

/** An image deleted later was delivered. The sandbox is free. A cancelled call may have brought its image. */
const BILLED_WITHOUT_IMAGE = Prisma.sql`(g.billed IN ('yes', 'unknown') AND NOT g."isSandbox"
  AND g.state <> 'succeeded' AND NOT EXISTS (SELECT 1 FROM "Image" i WHERE i."generationId" = g.id))`;
