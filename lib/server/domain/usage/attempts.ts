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
import { endOfRange } from "@/lib/server/domain/lists/end-of-range";
import { type Page, readAllPages, readPage } from "@/lib/server/domain/lists/page";
import {
  attemptInclude,
  type AttemptRow,
  toAttempts,
} from "@/lib/server/domain/usage/attempt-view";
import type { Prisma } from "@/lib/server/generated/prisma/client";

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

function readGenerations(
  actor: Actor,
  filter: Filter,
  cursor: string | undefined,
  size: number,
): Promise<Page<AttemptRow>> {
  return readPage({ by: "queuedAt", cursor, size }, ({ where, orderBy, take }) =>
    db.generation.findMany({
      where: { AND: [matching(actor, filter), where] },
      orderBy,
      take,
      include: attemptInclude,
    }),
  );
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
      ...(to === undefined ? {} : { lt: endOfRange(to) }),
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
