import { databasePool } from "@/lib/server/db/pools";

const TAGS = ["poster", "draft", "print", "client", "night", "海报", "草稿", "印刷"];
/** One image in so many. */
const FAVOURITE_OF = 40;
/** The newest images are no favourites, so that a press of F on them marks. */
const UNMARKED = "90 days";
const TAGGED_OF = 12;
const COLLECTION_IMAGES = 240;

/**
 * Sends the images of trashed threads to the trash, and gives a workspace favourites, tags and a collection. By hashes
 * of ids, so that the same history gets the same marks.
 */
export async function seedMarks(workspaceId: string, ownerId: string): Promise<void> {
  const run = (sql: string, values: unknown[]) => databasePool().query(sql, values);
  await run(
    `UPDATE "Image" i SET "deletedAt" = t."deletedAt", "isTrashedWithThread" = true FROM "Thread" t
     WHERE t.id = i."threadId" AND t."workspaceId" = $1 AND t."deletedAt" IS NOT NULL AND i."deletedAt" IS NULL`,
    [workspaceId],
  );
  await run(
    `INSERT INTO "Favourite" ("userId", "imageId", "workspaceId", "createdAt")
     SELECT m."userId", i.id, i."workspaceId", i."createdAt" + interval '1 day'
     FROM "Image" i JOIN "Membership" m USING ("workspaceId")
     WHERE i."workspaceId" = $1 AND i."deletedAt" IS NULL AND (i."audienceId" IS NULL OR i."audienceId" = m."userId")
       AND i."createdAt" < now() - $3::interval
       AND abs(hashtext(i.id::text || m."userId")::bigint) % $2 = 0
     ON CONFLICT DO NOTHING`,
    [workspaceId, FAVOURITE_OF, UNMARKED],
  );
  await run(
    `INSERT INTO "Tag" (id, "workspaceId", name, "nameKey")
     SELECT gen_random_uuid(), $1, name, name FROM unnest($2::text[]) AS name ON CONFLICT DO NOTHING`,
    [workspaceId, TAGS],
  );
  await run(
    `INSERT INTO "ImageTag" ("tagId", "imageId")
     SELECT t.id, i.id FROM "Image" i JOIN "Tag" t ON t."workspaceId" = i."workspaceId"
       AND t.name = ($2::text[])[(1 + abs(hashtext(i.id::text)::bigint) / $3 % $4)::int]
     WHERE i."workspaceId" = $1 AND i."deletedAt" IS NULL AND abs(hashtext(i.id::text)::bigint) % $3 = 0
     ON CONFLICT DO NOTHING`,
    [workspaceId, TAGS, TAGGED_OF, TAGS.length],
  );
  await run(
    `WITH made AS (
       INSERT INTO "Collection" (id, "workspaceId", "createdById", name, access)
       VALUES (gen_random_uuid(), $1, $2, 'Harbour fair', 'add') RETURNING id
     )
     INSERT INTO "CollectionImage" ("collectionId", "imageId", "addedById", position)
     SELECT made.id, i.id, $2, 1024 * row_number() OVER (ORDER BY i.id) FROM made, (
       SELECT id FROM "Image" WHERE "workspaceId" = $1 AND "deletedAt" IS NULL AND "audienceId" IS NULL
       ORDER BY "createdAt" DESC LIMIT $3
     ) i`,
    [workspaceId, ownerId, COLLECTION_IMAGES],
  );
}
