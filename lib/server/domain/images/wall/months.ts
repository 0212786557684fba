import "server-only";
import type { z } from "zod";
import { BUCKET_MAX, type StackKind } from "@/lib/contracts/image-lists";
import { parseImageQuery } from "@/lib/contracts/image-query";
import type {
  ImageBucket,
  imageBucketQuery,
  ImageMonths,
  imageMonthsQuery,
  imageScopeQuery,
} from "@/lib/contracts/images";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { authorizeCollection } from "@/lib/server/auth/collection-access";
import { allOf } from "@/lib/server/domain/images/query-conditions";
import { readNames } from "@/lib/server/domain/images/query-names";
import {
  countStacksLive,
  type ImagesByTime,
  keptStacks,
  type MonthSlice,
  stackedPage,
} from "@/lib/server/domain/images/wall/stacks";
import { isInScope, type Scope } from "@/lib/server/domain/images/view-conditions";
import { limit } from "@/lib/server/domain/lists/page";
import { plannedByValues } from "@/lib/server/domain/lists/search";
import { Prisma } from "@/lib/server/generated/prisma/client";

type Months = ImageMonths["months"];

/**
 * The number of images and of tiles per month of a list, newest first, in UTC. Without a search, `all`, `mine` and
 * `uploads` are kept counts; everything else is counted. Throws `not_found` for a collection that the actor may not see.
 */
export async function countByMonth(
  actor: Actor,
  { stacks, ...query }: z.output<typeof imageMonthsQuery>,
): Promise<ImageMonths> {
  const list = await readList(actor, query);
  const { condition, at } = list;
  if (isStacked(stacks, list)) {
    const kept = keptStacks(actor, list);
    if (kept === null) return { months: await countStacksLive(stacks, list) };
    const months = await db.$queryRaw<Months>`
      SELECT to_char(month, 'YYYY-MM') AS month, sum(images)::int AS count, sum(stacks)::int AS tiles FROM "StackCount"
      WHERE "workspaceId" = ${actor.workspaceId}::uuid AND kind = ${stacks}::"StackKind" AND ${kept}
      GROUP BY 1 HAVING sum(stacks) > 0 ORDER BY 1 DESC`;
    return { months };
  }
  const kept = list.isPlain ? keptCounts(actor, list.scope) : null;
  if (kept !== null) {
    const months = await db.$queryRaw<Months>`
      SELECT to_char(month, 'YYYY-MM') AS month, sum(count)::int AS count, sum(count)::int AS tiles FROM "ImageCount"
      WHERE "workspaceId" = ${actor.workspaceId}::uuid AND ${kept}
      GROUP BY 1 HAVING sum(count) > 0 ORDER BY 1 DESC`;
    return { months };
  }
  const months = await db.$queryRaw<Months>`${plannedByValues}
    SELECT to_char(date_trunc('month', ${at} AT TIME ZONE 'UTC'), 'YYYY-MM') AS month, count(*)::int AS count,
      count(*)::int AS tiles
    FROM "Image" i WHERE ${condition} GROUP BY 1 ORDER BY 1 DESC`;
  return { months };
}

/** Null for a view that has no kept counts. */
function keptCounts({ userId }: Actor, { view }: Scope): Prisma.Sql | null {
  const isOwn = Prisma.sql`"createdById" = ${userId}::uuid`;
  const isSeen = Prisma.sql`("audienceId" IN ('00000000-0000-0000-0000-000000000000', ${userId}::uuid) OR ${isOwn})`;
  if (view === "all") return isSeen;
  if (view === "mine") return isOwn;
  return view === "uploads" ? Prisma.sql`${isSeen} AND "isUpload"` : null;
}

/**
 * The images of one month as columns, the `take` tiles from `skip` on, by one statement: as rows through the client they
 * take four times as long. Other tables are looked up row by row: joined, PostgreSQL would read them as a whole. Throws as `countByMonth` does.
 */
export async function readBucket(
  actor: Actor,
  { month, sort, stacks, skip = 0, take = BUCKET_MAX, ...query }: z.output<typeof imageBucketQuery>,
): Promise<ImageBucket> {
  const list = await readList(actor, query);
  const start = new Date(`${month}-01T00:00:00Z`);
  const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  const slice = { start, end, isOldestFirst: sort === "oldest", skip, take };
  const page = isStacked(stacks, list)
    ? stackedPage(actor, { kind: stacks, list, slice })
    : singles(list, slice);
  const [row] = await db.$queryRaw<[{ bucket: ImageBucket }]>`${plannedByValues}
    SELECT json_build_object(
      'ids', coalesce(json_agg(id ORDER BY place), '[]'),
      'ratios', coalesce(json_agg(ratio ORDER BY place), '[]'),
      'thumbhashes', coalesce(json_agg(thumbhash ORDER BY place), '[]'),
      'times', coalesce(json_agg(time ORDER BY place), '[]'),
      'favourites', coalesce(json_agg(favourite ORDER BY place), '[]'),
      'own', coalesce(json_agg(own ORDER BY place), '[]'),
      'stacks', coalesce(json_agg(stack ORDER BY place), '[]')
    ) AS bucket
    FROM (
      SELECT place, stack, page.id, round((page.width::numeric / greatest(page.height, 1)), 4) AS ratio,
        coalesce((SELECT thumbhash FROM "Blob" WHERE sha256 = page.sha256), '') AS thumbhash,
        (extract(epoch FROM page.at) * 1000)::bigint AS time,
        EXISTS (
          SELECT 1 FROM "Favourite" WHERE "imageId" = page.id AND "userId" = ${actor.userId}::uuid
        )::int AS favourite,
        (page."createdById" = ${actor.userId}::uuid)::int AS own
      FROM (${page}) page
    ) shown`;
  return row.bucket;
}

/** An upload belongs to no thread: it is a tile of its own. */
function isStacked(kind: StackKind | undefined, { scope }: ImagesByTime): kind is StackKind {
  return kind !== undefined && scope.view !== "uploads";
}

/** Each image is a tile. */
function singles({ condition, at }: ImagesByTime, slice: MonthSlice): Prisma.Sql {
  const order = slice.isOldestFirst ? Prisma.sql`${at}, i.id` : Prisma.sql`${at} DESC, i.id DESC`;
  const place = Prisma.sql`row_number() OVER (ORDER BY ${order})`;
  return Prisma.sql`
    SELECT i.id, i.width, i.height, i.sha256, i."createdById", ${at} AS at, ${place} AS place, ${place} AS stack
    FROM "Image" i WHERE ${condition} AND ${at} >= ${slice.start} AND ${at} < ${slice.end}
    ORDER BY ${order} OFFSET ${slice.skip}::int ${limit(slice.take)}`;
}

async function readList(
  actor: Actor,
  query: z.output<typeof imageScopeQuery>,
): Promise<ImagesByTime> {
  const scope: Scope = { view: query.view ?? "all", collectionId: query.collectionId ?? null };
  if (scope.collectionId !== null) await authorizeCollection(actor, scope.collectionId, "read");
  const terms = parseImageQuery(query.query ?? "");
  const names = await readNames(actor, terms);
  const isShort = scope.view === "trash";
  const condition = Prisma.sql`${isInScope(actor, scope)} AND ${allOf(terms, { actor, names, isShort })}`;
  // The trash goes by the time at which images went there.
  const at = scope.view === "trash" ? Prisma.sql`i."deletedAt"` : Prisma.sql`i."createdAt"`;
  const isPlain = terms.length === 0 && scope.collectionId === null;
  return { scope, condition, at, isPlain };
}
