import "server-only";
import type { StackKind } from "@/lib/contracts/image-lists";
import type { ImageMonths } from "@/lib/contracts/images";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import type { Scope } from "@/lib/server/domain/images/view-conditions";
import { limit } from "@/lib/server/domain/lists/page";
import { plannedByValues } from "@/lib/server/domain/lists/search";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** A list of images `i`, by time. */
export interface ImagesByTime {
  scope: Scope;
  condition: Prisma.Sql;
  at: Prisma.Sql;
  /** Without a search, and of no collection. */
  isPlain: boolean;
}

/** Part of a list: a month, of which `take` tiles from `skip` on. */
export interface MonthSlice {
  start: Date;
  end: Date;
  isOldestFirst: boolean;
  skip: number;
  take: number;
}

/**
 * The condition for stacks of `ImageStack` and `StackCount` that a list has; null for a list whose stacks are not kept.
 * In a thread that became private, people see those of their own images that another person's thread has.
 */
export function keptStacks({ userId }: Actor, { scope, isPlain }: ImagesByTime): Prisma.Sql | null {
  if (!isPlain) return null;
  const isOwn = Prisma.sql`"ownerId" = ${userId}::uuid`;
  if (scope.view === "mine") return isOwn;
  if (scope.view !== "all") return null;
  const isSeen = Prisma.sql`"audienceId" IN ('00000000-0000-0000-0000-000000000000', ${userId}::uuid)`;
  return Prisma.sql`("isWhole" AND ${isSeen} OR ${isOwn} AND NOT ${isSeen})`;
}

/** The turn or thread of an image `i`, or the image itself. */
function groupOf(kind: StackKind): Prisma.Sql {
  return kind === "thread"
    ? Prisma.sql`coalesce(i."threadId", i.id)`
    : Prisma.sql`coalesce((SELECT "turnId" FROM "Generation" WHERE id = i."generationId"), i.id)`;
}

/** The images of a list with the newest one of their stack. */
function headed(kind: StackKind, { condition, at }: ImagesByTime): Prisma.Sql {
  return Prisma.sql`
    SELECT listed.*, max(at) OVER stack AS "headAt", first_value(id) OVER stack AS "headId"
    FROM (
      SELECT i.id, i.width, i.height, i.sha256, i."createdById", ${at} AS at, ${groupOf(kind)} AS "groupId"
      FROM "Image" i WHERE ${condition}
    ) listed
    WINDOW stack AS (PARTITION BY "groupId" ORDER BY at DESC, id DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)`;
}

/** Images and stacks per month, newest first, of a list whose stacks are not kept. */
export function countStacksLive(
  kind: StackKind,
  list: ImagesByTime,
): Promise<ImageMonths["months"]> {
  return db.$queryRaw`${plannedByValues}
    SELECT to_char(date_trunc('month', "headAt" AT TIME ZONE 'UTC'), 'YYYY-MM') AS month, count(*)::int AS count,
      count(*) FILTER (WHERE id = "headId")::int AS tiles
    FROM (${headed(kind, list)}) i GROUP BY 1 ORDER BY 1 DESC`;
}

/** Stacks whose newest image is in a month, with all of their images, newest first. */
export function stackedPage(
  actor: Actor,
  { kind, list, slice }: { kind: StackKind; list: ImagesByTime; slice: MonthSlice },
): Prisma.Sql {
  const { start, end, skip, take, isOldestFirst } = slice;
  const way = isOldestFirst ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const isInMonth = Prisma.sql`"headAt" >= ${start} AND "headAt" < ${end}`;
  const kept = keptStacks(actor, list);
  if (kept === null) {
    return Prisma.sql`
      SELECT tile.*, row_number() OVER (ORDER BY stack, at DESC, id DESC) AS place
      FROM (
        SELECT found.*, dense_rank() OVER (ORDER BY "headAt" ${way}, "headId" ${way}) AS stack
        FROM (${headed(kind, list)}) found WHERE ${isInMonth}
      ) tile
      WHERE stack > ${skip}::int AND stack <= ${skip + take}::int`;
  }
  const members =
    kind === "thread"
      ? Prisma.sql`i."threadId" = tile."groupId"`
      : Prisma.sql`i."generationId" = ANY(ARRAY(SELECT id FROM "Generation" WHERE "turnId" = tile."groupId"))`;
  return Prisma.sql`
    SELECT i.id, i.width, i.height, i.sha256, i."createdById", i.at, stack,
      row_number() OVER (ORDER BY stack, i.at DESC, i.id DESC) AS place
    FROM (
      SELECT "groupId", count, "headId", row_number() OVER (ORDER BY "headAt" ${way}, "headId" ${way}) AS stack
      FROM "ImageStack"
      WHERE "workspaceId" = ${actor.workspaceId}::uuid AND kind = ${kind}::"StackKind" AND ${kept} AND ${isInMonth}
      ORDER BY "headAt" ${way}, "headId" ${way} OFFSET ${skip}::int ${limit(take)}
    ) tile
    CROSS JOIN LATERAL (
      SELECT i.*, ${list.at} AS at FROM "Image" i WHERE i.id = tile."headId" AND ${list.condition}
      UNION ALL
      SELECT i.*, ${list.at} AS at FROM "Image" i
      WHERE tile.count > 1 AND ${members} AND i.id <> tile."headId" AND ${list.condition}
    ) i`;
}
