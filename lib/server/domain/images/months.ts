import "server-only";
import type { z } from "zod";
import { BUCKET_MAX } from "@/lib/contracts/image-lists";
import { parseImageQuery } from "@/lib/contracts/image-query";
import type {
  ImageBucket,
  imageBucketQuery,
  ImageMonths,
  imageScopeQuery,
} from "@/lib/contracts/images";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { authorizeCollection } from "@/lib/server/auth/collection-access";
import { allOf } from "@/lib/server/domain/images/query-conditions";
import { readNames } from "@/lib/server/domain/images/query-names";
import { isInScope, type Scope } from "@/lib/server/domain/images/view-conditions";
import { limit } from "@/lib/server/domain/lists/page";
import { plannedByValues } from "@/lib/server/domain/lists/search";
import { Prisma } from "@/lib/server/generated/prisma/client";

/**
 * The number of images per month of a list, newest first, in UTC. Without a search, `all`, `mine` and `uploads` are kept
 * counts; everything else is counted. Throws `not_found` for a collection that the actor may not see.
 */
export async function countByMonth(
  actor: Actor,
  query: z.output<typeof imageScopeQuery>,
): Promise<ImageMonths> {
  const { condition, scope, isSearch } = await readScope(actor, query);
  const isKept = !isSearch && scope.collectionId === null;
  const kept = isKept ? keptCounts(actor, scope) : null;
  if (kept !== null) {
    const months = await db.$queryRaw<ImageMonths["months"]>`
      SELECT to_char(month, 'YYYY-MM') AS month, sum(count)::int AS count FROM "ImageCount"
      WHERE "workspaceId" = ${actor.workspaceId}::uuid AND ${kept}
      GROUP BY 1 HAVING sum(count) > 0 ORDER BY 1 DESC`;
    return { months };
  }
  const months = await db.$queryRaw<ImageMonths["months"]>`${plannedByValues}
    SELECT to_char(date_trunc('month', ${timeOf(scope)} AT TIME ZONE 'UTC'), 'YYYY-MM') AS month, count(*)::int AS count
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
 * The images of one month as columns, at most 2,000 from `skip` on, by one statement: as rows through the client they
 * take four times as long. Other tables are looked up row by row: joined, PostgreSQL would read them as a whole. Throws as `countByMonth` does.
 */
export async function readBucket(
  actor: Actor,
  { month, sort, skip = 0, ...query }: z.output<typeof imageBucketQuery>,
): Promise<ImageBucket> {
  const { condition, scope } = await readScope(actor, query);
  const at = timeOf(scope);
  const start = new Date(`${month}-01T00:00:00Z`);
  const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  const order = sort === "oldest" ? Prisma.sql`${at}, i.id` : Prisma.sql`${at} DESC, i.id DESC`;
  const [row] = await db.$queryRaw<[{ bucket: ImageBucket }]>`${plannedByValues}
    SELECT json_build_object(
      'ids', coalesce(json_agg(id ORDER BY place), '[]'),
      'ratios', coalesce(json_agg(ratio ORDER BY place), '[]'),
      'thumbhashes', coalesce(json_agg(thumbhash ORDER BY place), '[]'),
      'times', coalesce(json_agg(time ORDER BY place), '[]'),
      'favourites', coalesce(json_agg(favourite ORDER BY place), '[]'),
      'own', coalesce(json_agg(own ORDER BY place), '[]'),
      'turns', coalesce(json_agg(turn ORDER BY place), '[]'),
      'threads', coalesce(json_agg(thread ORDER BY place), '[]')
    ) AS bucket
    FROM (
      SELECT place, page.id, round((page.width::numeric / greatest(page.height, 1)), 4) AS ratio,
        coalesce((SELECT thumbhash FROM "Blob" WHERE sha256 = page.sha256), '') AS thumbhash,
        (extract(epoch FROM page.at) * 1000)::bigint AS time,
        EXISTS (
          SELECT 1 FROM "Favourite" WHERE "imageId" = page.id AND "userId" = ${actor.userId}::uuid
        )::int AS favourite,
        (page."createdById" = ${actor.userId}::uuid)::int AS own,
        dense_rank() OVER (
          ORDER BY coalesce((SELECT "turnId" FROM "Generation" WHERE id = page."generationId"), page.id)
        ) AS turn,
        dense_rank() OVER (ORDER BY coalesce(page."threadId", page.id)) AS thread
      FROM (
        SELECT i.id, i.width, i.height, i.sha256, i."createdById", i."generationId", i."threadId", ${at} AS at,
               row_number() OVER (ORDER BY ${order}) AS place
        FROM "Image" i WHERE ${condition} AND ${at} >= ${start} AND ${at} < ${end}
        ORDER BY ${order} OFFSET ${skip}::int ${limit(BUCKET_MAX)}
      ) page
    ) shown`;
  return row.bucket;
}

async function readScope(actor: Actor, query: z.output<typeof imageScopeQuery>) {
  const scope: Scope = { view: query.view ?? "all", collectionId: query.collectionId ?? null };
  if (scope.collectionId !== null) await authorizeCollection(actor, scope.collectionId, "read");
  const terms = parseImageQuery(query.query ?? "");
  const names = await readNames(actor, terms);
  const isShort = scope.view === "trash";
  const condition = Prisma.sql`${isInScope(actor, scope)} AND ${allOf(terms, { actor, names, isShort })}`;
  return { scope, condition, isSearch: terms.length > 0 };
}

/** The trash goes by the time at which images went there. */
function timeOf({ view }: Scope): Prisma.Sql {
  return view === "trash" ? Prisma.sql`i."deletedAt"` : Prisma.sql`i."createdAt"`;
}
