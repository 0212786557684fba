import "server-only";
import type { z } from "zod";
import type { JobList, jobListQuery } from "@/lib/contracts/instance";
import { FAILED_HOURS, type JobGroup } from "@/lib/contracts/job-groups";
import { authorizeInstance } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock, Deps } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { inOrder } from "@/lib/server/domain/lists/in-order";
import { limit, newerThan, olderThan, readPage } from "@/lib/server/domain/lists/page";
import { jobInclude, toJobs } from "@/lib/server/domain/instance/job-view";
import { allLanes } from "@/lib/server/domain/queue/lanes";
import { slotsAt, readLimit } from "@/lib/server/domain/queue/limit";
import { countUnderWay } from "@/lib/server/domain/queue/under-way";
import { Prisma } from "@/lib/server/generated/prisma/client";

const PAGE = 50;
const HOUR_MS = 3_600_000;

/**
 * The generations of one group in all workspaces, 50 a page. Prompts are included only where the actor may see the
 * thread. Throws `not_found` for everyone but instance owners.
 */
export async function listJobs(
  actor: Actor,
  { group, cursor }: z.output<typeof jobListQuery>,
  { clock }: Deps,
): Promise<JobList> {
  authorizeInstance(actor);
  const oldestFirst = isOldestFirst(group);
  const direction = oldestFirst ? "asc" : "desc";
  const [page, counts, lines] = await Promise.all([
    readPage(
      { by: "queuedAt", direction, cursor, size: PAGE },
      (slice) => db.$queryRaw<{ id: string; queuedAt: Date }[]>`
        SELECT id::text, "queuedAt" FROM "Generation"
        WHERE ${inGroup(group, clock)}
          AND ${(oldestFirst ? newerThan : olderThan)(slice, Prisma.sql`"queuedAt"`, Prisma.sql`id`)}
        ORDER BY ${oldestFirst ? OLDEST_FIRST : NEWEST_FIRST} ${limit(slice.take)}`,
    ),
    countGroups(clock),
    readLanes(),
  ]);
  const rows = await db.generation.findMany({
    where: { id: { in: page.rows.map(({ id }) => id) } },
    include: jobInclude,
  });
  const jobs = await toJobs(db, actor, inOrder(page.rows, rows));
  return { jobs, nextCursor: page.nextCursor, counts, lines };
}

const OLDEST_FIRST = Prisma.sql`"queuedAt", id`;
const NEWEST_FIRST = Prisma.sql`"queuedAt" DESC, id DESC`;

/** Waiting jobs start with the longest wait, ended ones with the latest. */
function isOldestFirst(group: JobGroup): boolean {
  return group === "under_way" || group === "waiting";
}

/** A call cancelled after it was sent is still under way. Retried generations are left out. */
function inGroup(group: JobGroup, clock: Clock): Prisma.Sql {
  switch (group) {
    case "under_way":
      return Prisma.sql`("finishedAt" IS NULL AND (state IN ('claimed', 'sent', 'received')
        OR (state = 'cancelled' AND "sentAt" IS NOT NULL)))`;
    case "waiting":
      return Prisma.sql`("finishedAt" IS NULL AND state = 'queued')`;
    case "failed": {
      const since = new Date(clock.now().getTime() - FAILED_HOURS * HOUR_MS);
      return Prisma.sql`(state = 'failed' AND "finishedAt" >= ${since} AND "supersededAt" IS NULL)`;
    }
    case "unknown":
      return Prisma.sql`(state = 'unknown' AND "supersededAt" IS NULL)`;
  }
}

async function countGroups(clock: Clock): Promise<JobList["counts"]> {
  const count = (group: JobGroup) =>
    Prisma.sql`(SELECT count(*)::int FROM "Generation" WHERE ${inGroup(group, clock)})`;
  const [counts] = await db.$queryRaw<[JobList["counts"]]>`
    SELECT ${count("under_way")} AS under_way, ${count("waiting")} AS waiting, ${count("failed")} AS failed,
           ${count("unknown")} AS unknown`;
  return counts;
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
