import "server-only";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { limit, olderThan, type Slice } from "@/lib/server/domain/lists/page";
import { containsFragment, plannedByValues, showsFragment } from "@/lib/server/domain/lists/search";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** Searches look through this many of the newest images before they use the index: a frequent word is among them. */
const WINDOW = 1_000;

export interface FoundImage {
  id: string;
  createdAt: Date;
}

const NEWEST_FIRST = Prisma.sql`"createdAt" DESC, id DESC`;
const FOUND = Prisma.sql`SELECT id::text, "createdAt"`;
const TEXT = Prisma.sql`"searchText"`;

/** The newest images of the current workspace that the actor may see, those in the trash left out. */
export function findNewestImages(actor: Actor, slice: Slice<"createdAt">): Promise<FoundImage[]> {
  return db.$queryRaw`${FOUND} FROM (${visible(actor, slice, slice.take)}) page
    ORDER BY ${NEWEST_FIRST}`;
}

/** As `findNewestImages`, with a fragment in their name, instruction or thread title. */
export async function searchNewestImages(
  actor: Actor,
  fragment: string,
  slice: Slice<"createdAt">,
): Promise<FoundImage[]> {
  const recent = await db.$queryRaw<FoundImage[]>`
    ${FOUND} FROM (${visible(actor, slice, WINDOW)}) recent WHERE ${showsFragment(TEXT, fragment)}
    ORDER BY ${NEWEST_FIRST} ${limit(slice.take)}`;
  if (recent.length === slice.take) return recent;
  return db.$queryRaw`${plannedByValues}${FOUND} FROM "Image" i
    WHERE ${listed(actor, slice)} AND ${containsFragment(TEXT, TEXT, fragment)}
      AND ("audienceId" IS NULL OR "audienceId" = ${actor.userId}::uuid OR "createdById" = ${actor.userId}::uuid)
    ORDER BY ${NEWEST_FIRST} ${limit(slice.take)}`;
}

/**
 * The newest `take` visible images. Every branch is a range of an index in the order of the list, so that a person who
 * may see few of many images does not wait for those in between.
 */
function visible(actor: Actor, slice: Slice<"createdAt">, take: number): Prisma.Sql {
  const branch = (audience: Prisma.Sql) => Prisma.sql`
    (SELECT id, "createdAt", "searchText" FROM "Image" i WHERE ${listed(actor, slice)} AND ${audience}
     ORDER BY ${NEWEST_FIRST} ${limit(take)})`;
  const own = Prisma.sql`"createdById" = ${actor.userId}::uuid AND "audienceId" <> "createdById"`;
  return Prisma.sql`SELECT * FROM (
    ${branch(Prisma.sql`"audienceId" IS NULL`)}
    UNION ALL ${branch(Prisma.sql`"audienceId" = ${actor.userId}::uuid`)}
    UNION ALL ${branch(own)}
  ) visible ORDER BY ${NEWEST_FIRST} ${limit(take)}`;
}

function listed(actor: Actor, slice: Slice<"createdAt">): Prisma.Sql {
  return Prisma.sql`i."workspaceId" = ${actor.workspaceId}::uuid AND i."deletedAt" IS NULL
    AND ${olderThan(slice, Prisma.sql`i."createdAt"`, Prisma.sql`i.id`)}`;
}
