import "server-only";
import type { ImageListSort } from "@/lib/contracts/image-lists";
import type { QueryTerm } from "@/lib/contracts/image-query";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { allOf } from "@/lib/server/domain/images/query-conditions";
import type { QueryNames } from "@/lib/server/domain/images/query-names";
import { isInScope, type Scope } from "@/lib/server/domain/images/view-conditions";
import { limit, newerThan, olderThan, type Slice } from "@/lib/server/domain/lists/page";
import { plannedByValues } from "@/lib/server/domain/lists/search";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** Searches look through this many of the first images before they use an index: a frequent word is among them. */
const WINDOW = 1_000;

export interface FoundImage {
  id: string;
  /** What the list is ordered by. */
  at: Date;
}

export type FindOptions = Scope & {
  sort: Exclude<ImageListSort, "manual">;
  terms: readonly QueryTerm[];
  names: QueryNames;
};

/** One page of images by time, with one row more. */
export async function findImages(
  actor: Actor,
  options: FindOptions,
  slice: Slice<"at">,
): Promise<FoundImage[]> {
  const { terms, names, sort, view } = options;
  if (sort === "favourited") return findFavourited(actor, options, slice);
  const list = listOf(actor, options, slice);
  const isOrdered = view !== "favourites" && options.collectionId === null;
  if (isOrdered) {
    const isWhole = terms.length === 0;
    const first = await db.$queryRaw<FoundImage[]>`
      SELECT i.id::text, ${list.at} AS at FROM (${firstOf(list, isWhole ? slice.take : WINDOW)}) i
      WHERE ${allOf(terms, { actor, names, isShort: true })} ORDER BY ${list.order} ${limit(slice.take)}`;
    if (isWhole || first.length === slice.take) return first;
  }
  const isShort = view === "trash";
  return db.$queryRaw`${plannedByValues}SELECT i.id::text, ${list.at} AS at FROM "Image" i
    WHERE ${list.where} AND ${allOf(terms, { actor, names, isShort })}
    ORDER BY ${list.order} ${limit(slice.take)}`;
}

interface List {
  /** What it is ordered by. */
  at: Prisma.Sql;
  order: Prisma.Sql;
  where: Prisma.Sql;
  branches: readonly Prisma.Sql[];
}

function listOf(actor: Actor, options: FindOptions, slice: Slice<"at">): List {
  const { view, sort } = options;
  const at = view === "trash" ? Prisma.sql`i."deletedAt"` : Prisma.sql`i."createdAt"`;
  const id = Prisma.sql`i.id`;
  const range = sort === "oldest" ? newerThan(slice, at, id) : olderThan(slice, at, id);
  // Within the list, so that the window has images of these people alone.
  const people = options.terms.filter(({ kind, isNegated }) => kind === "by" && !isNegated);
  const isTheirs = allOf(people, { actor, names: options.names, isShort: true });
  const where = Prisma.sql`${isInScope(actor, options)} AND ${range} AND ${isTheirs}`;
  return {
    at,
    order: sort === "oldest" ? Prisma.sql`${at}, i.id` : Prisma.sql`${at} DESC, i.id DESC`,
    where,
    branches: view === "all" ? audiences(actor) : [Prisma.sql`true`],
  };
}

/** Together all that the actor may see, each a range of an index. */
function audiences({ userId }: Actor): Prisma.Sql[] {
  return [
    Prisma.sql`i."audienceId" IS NULL`,
    Prisma.sql`i."audienceId" = ${userId}::uuid`,
    // PostgreSQL takes these rare images for frequent ones, and would walk the whole history by Image_wall_idx. Every
    // kept image has a sum, and that index does not have it.
    Prisma.sql`i."createdById" = ${userId}::uuid AND i."audienceId" <> i."createdById" AND i.sha256 IS NOT NULL`,
  ];
}

/**
 * The first `take` of a list. Every branch is a range of an index in the order of the list, so that a person who may see
 * few of many images does not wait for those in between.
 */
function firstOf({ branches, where, order }: List, take: number): Prisma.Sql {
  const parts = branches.map(
    (branch) => Prisma.sql`
    (SELECT i.* FROM "Image" i WHERE ${where} AND ${branch} ORDER BY ${order} ${limit(take)})`,
  );
  return Prisma.sql`SELECT i.* FROM (${Prisma.join(parts, " UNION ALL ")}) i ORDER BY ${order} ${limit(take)}`;
}

/** The latest marks first. */
function findFavourited(
  actor: Actor,
  { terms, names, ...scope }: FindOptions,
  slice: Slice<"at">,
): Promise<FoundImage[]> {
  const [at, id] = [Prisma.sql`mark."createdAt"`, Prisma.sql`mark."imageId"`];
  return db.$queryRaw`${plannedByValues}SELECT i.id::text, ${at} AS at
    FROM "Favourite" mark JOIN "Image" i ON i.id = mark."imageId"
    WHERE mark."userId" = ${actor.userId}::uuid AND mark."workspaceId" = ${actor.workspaceId}::uuid
      AND ${isInScope(actor, scope)} AND ${olderThan(slice, at, id)}
      AND ${allOf(terms, { actor, names, isShort: true })}
    ORDER BY ${at} DESC, ${id} DESC ${limit(slice.take)}`;
}

export interface PlacedImage {
  id: string;
  position: number;
}

/** Images of a collection in its order by hand, behind `after`. */
export function findPlaced(
  actor: Actor,
  { terms, names, ...scope }: Omit<FindOptions, "sort"> & { collectionId: string },
  { after, take }: { after: PlacedImage | null; take: number },
): Promise<PlacedImage[]> {
  const range =
    after === null
      ? Prisma.sql`true`
      : Prisma.sql`(place.position, place."imageId") > (${after.position}::float8, ${after.id}::uuid)`;
  return db.$queryRaw`${plannedByValues}SELECT i.id::text, place.position
    FROM "CollectionImage" place JOIN "Image" i ON i.id = place."imageId"
    WHERE place."collectionId" = ${scope.collectionId}::uuid AND ${isInScope(actor, scope)} AND ${range}
      AND ${allOf(terms, { actor, names, isShort: true })}
    ORDER BY place.position, place."imageId" ${limit(take)}`;
}
