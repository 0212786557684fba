import "server-only";
import type { z } from "zod";
import type { JobList, jobListQuery } from "@/lib/contracts/instance";
import { FAILED_HOURS, JOB_GROUPS, type JobGroup } from "@/lib/contracts/job-groups";
import { authorizeInstance } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { type Cursor, formatCursor, parseCursor } from "@/lib/server/domain/cursor";
import { jobInclude, toJobs } from "@/lib/server/domain/instance/job-view";
import { allLanes } from "@/lib/server/domain/queue/lanes";
import { slotsAt, readLimit } from "@/lib/server/domain/queue/limit";
import { countUnderWay } from "@/lib/server/domain/queue/under-way";
import type { Prisma } from "@/lib/server/generated/prisma/client";

const PAGE = 50;
const HOUR_MS = 3_600_000;

/**
 * The generations of one group in all workspaces, 50 a page. Prompts are included only where the actor may see the
 * thread. Throws `not_found` for everyone but instance owners.
 */
export async function listJobs(
  actor: Actor,
  clock: Clock,
  { group, cursor }: z.output<typeof jobListQuery>,
): Promise<JobList> {
  authorizeInstance(actor);
  const after = cursor === undefined ? [] : [afterCursor(group, parseCursor(cursor))];
  const direction = isOldestFirst(group) ? ("asc" as const) : ("desc" as const);
  const [rows, counts, lines] = await Promise.all([
    db.generation.findMany({
      where: { AND: [inGroup(group, clock), ...after] },
      orderBy: [{ queuedAt: direction }, { id: direction }],
      take: PAGE + 1,
      include: jobInclude,
    }),
    countGroups(clock),
    readLanes(),
  ]);
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  return {
    jobs: await toJobs(db, actor, page),
    nextCursor:
      rows.length > PAGE && last ? formatCursor({ at: last.queuedAt, id: last.id }) : null,
    counts,
    lines,
  };
}

/** Waiting jobs start with the longest wait, ended ones with the latest. */
function isOldestFirst(group: JobGroup): boolean {
  return group === "under_way" || group === "waiting";
}

/** A call cancelled after it was sent is still under way. Retried generations are left out. */
function inGroup(group: JobGroup, clock: Clock): Prisma.GenerationWhereInput {
  switch (group) {
    case "under_way":
      return {
        OR: [
          { state: { in: ["claimed", "sent", "received"] } },
          { state: "cancelled", sentAt: { not: null }, finishedAt: null },
        ],
      };
    case "waiting":
      return { state: "queued" };
    case "failed": {
      const since = new Date(clock.now().getTime() - FAILED_HOURS * HOUR_MS);
      return { state: "failed", finishedAt: { gte: since }, supersededAt: null };
    }
    case "unknown":
      return { state: "unknown", supersededAt: null };
  }
}

function afterCursor(group: JobGroup, { at, id }: Cursor): Prisma.GenerationWhereInput {
  return isOldestFirst(group)
    ? { OR: [{ queuedAt: { gt: at } }, { queuedAt: at, id: { gt: id } }] }
    : { OR: [{ queuedAt: { lt: at } }, { queuedAt: at, id: { lt: id } }] };
}

async function countGroups(clock: Clock): Promise<JobList["counts"]> {
  const counted = await Promise.all(
    JOB_GROUPS.map((group) => db.generation.count({ where: inGroup(group, clock) })),
  );
  const of = (group: JobGroup) => counted[JOB_GROUPS.indexOf(group)] ?? 0;
  return {
    under_way: of("under_way"),
    waiting: of("waiting"),
    failed: of("failed"),
    unknown: of("unknown"),
  };
}

function readLanes(): Promise<JobList["lines"]> {
  return Promise.all(
    allLanes().map(async (lane) => {
      const [limit, underWay] = await Promise.all([readLimit(db, lane), countUnderWay(db, lane)]);
      const places = limit === null ? null : slotsAt(limit);
      return { isSandbox: lane.isSandbox, places, underWay };
    }),
  );
}
