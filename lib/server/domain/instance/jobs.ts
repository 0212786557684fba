import "server-only";
import type { z } from "zod";
import type { JobList, jobListQuery } from "@/lib/contracts/instance";
import { FAILED_HOURS, JOB_GROUPS, type JobGroup } from "@/lib/contracts/job-groups";
import { authorizeInstance } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { readPage } from "@/lib/server/domain/lists/page";
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
  const options = { by: "queuedAt", direction: directionOf(group), cursor, size: PAGE } as const;
  const [{ rows, nextCursor }, counts, lines] = await Promise.all([
    readPage(options, ({ where, orderBy, take }) =>
      db.generation.findMany({
        where: { AND: [inGroup(group, clock), where] },
        orderBy,
        take,
        include: jobInclude,
      }),
    ),
    countGroups(clock),
    readLanes(),
  ]);
  return { jobs: await toJobs(db, actor, rows), nextCursor, counts, lines };
}

/** Waiting jobs start with the longest wait, ended ones with the latest. */
function directionOf(group: JobGroup): "asc" | "desc" {
  return group === "under_way" || group === "waiting" ? "asc" : "desc";
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
