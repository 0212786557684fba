import "server-only";
import type { z } from "zod";
import { isPermitted } from "@/lib/contracts/permissions";
import type {
  Attempt,
  attemptFilterQuery,
  AttemptList,
  attemptListQuery,
} from "@/lib/contracts/usage";
import { visibleThreads } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { type Cursor, formatCursor, parseCursor } from "@/lib/server/domain/cursor";
import { attemptInclude, toAttempts } from "@/lib/server/domain/usage/attempt-view";
import type { Prisma } from "@/lib/server/generated/prisma/client";

type Filter = z.output<typeof attemptFilterQuery>;

const PAGE = 50;
/** Limits memory: each prompt of a page may have 32,000 characters. */
const EXPORT_PAGE = 200;
const DAY_MS = 86_400_000;

/**
 * Attempts in the actor's current workspace, newest generation first, 50 generations a page: their own, and everyone's
 * for those with `manage`, except in others' private threads. Includes deleted threads, which were billed all the same.
 * Throws `invalid_field` for a malformed cursor.
 */
export async function listAttempts(
  actor: Actor,
  { cursor, ...filter }: z.output<typeof attemptListQuery>,
): Promise<AttemptList> {
  const after = cursor === undefined ? null : parseCursor(cursor);
  const [{ attempts, next }, sums] = await Promise.all([
    readPage(actor, filter, after, PAGE),
    after === null ? sumUp(actor, filter) : null,
  ]);
  return { attempts, sums, nextCursor: next === null ? null : formatCursor(next) };
}

/** All matching attempts a page at a time, so that an export holds one page in memory. */
export async function* readAllAttempts(actor: Actor, filter: Filter): AsyncGenerator<Attempt[]> {
  let after: Cursor | null = null;
  do {
    const page: Page = await readPage(actor, filter, after, EXPORT_PAGE);
    yield page.attempts;
    after = page.next;
  } while (after !== null);
}

type Page = { attempts: Attempt[]; next: Cursor | null };

async function readPage(
  actor: Actor,
  filter: Filter,
  after: Cursor | null,
  take: number,
): Promise<Page> {
  const rows = await db.generation.findMany({
    where: { AND: [matching(actor, filter), ...(after === null ? [] : [olderThan(after)])] },
    orderBy: [{ queuedAt: "desc" }, { id: "desc" }],
    take: take + 1,
    include: attemptInclude,
  });
  const page = rows.slice(0, take);
  const last = page.at(-1);
  return {
    attempts: page.flatMap(toAttempts),
    next: rows.length > take && last !== undefined ? { at: last.queuedAt, id: last.id } : null,
  };
}

async function sumUp(actor: Actor, filter: Filter): Promise<NonNullable<AttemptList["sums"]>> {
  const groups = await db.generation.groupBy({
    by: ["billed"],
    where: matching(actor, filter),
    _count: true,
    _sum: { costMicroUsd: true, priceMicroUsd: true },
  });
  const of = (billed: "yes" | "unknown") => groups.find((group) => group.billed === billed)?._sum;
  return {
    generations: groups.reduce((sum, group) => sum + group._count, 0),
    billedMicroUsd: of("yes")?.costMicroUsd ?? 0,
    perhapsBilledMicroUsd: of("unknown")?.priceMicroUsd ?? 0,
  };
}

function matching(actor: Actor, { outcome, from, to }: Filter): Prisma.GenerationWhereInput {
  return {
    workspaceId: actor.workspaceId,
    thread: visibleThreads(actor),
    ...(isPermitted(actor.role, "manage") ? {} : { createdById: actor.userId }),
    endpoint: { not: "local" },
    queuedAt: {
      ...(from === undefined ? {} : { gte: new Date(from) }),
      ...(to === undefined ? {} : { lt: endOf(to) }),
    },
    ...(outcome === "all" ? WAS_ATTEMPTED : BILLED_WITHOUT_PICTURE),
  };
}

const WAS_ATTEMPTED = {
  OR: [{ attempts: { gt: 0 } }, { state: "failed" }],
} satisfies Prisma.GenerationWhereInput;

/** An image deleted later was delivered. The sandbox is free. */
const BILLED_WITHOUT_PICTURE = {
  billed: { in: ["yes", "unknown"] },
  isSandbox: false,
  images: { none: {} },
} satisfies Prisma.GenerationWhereInput;

/** A day includes its whole length; an instant is an exclusive end. */
function endOf(to: string): Date {
  const at = new Date(to);
  return to.includes("T") ? at : new Date(at.getTime() + DAY_MS);
}

function olderThan({ at, id }: Cursor): Prisma.GenerationWhereInput {
  return { OR: [{ queuedAt: { lt: at } }, { queuedAt: at, id: { lt: id } }] };
}
