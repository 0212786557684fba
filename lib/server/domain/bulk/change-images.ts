import "server-only";
import type { BulkActionName } from "@/lib/contracts/bulk";
import { isPermitted } from "@/lib/contracts/permissions";
import { trashedImages, visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Tx } from "@/lib/server/db";
import { mayAct } from "@/lib/server/auth/collection-access";
import { appendImages } from "@/lib/server/domain/collections/contents";
import { renewCovers } from "@/lib/server/domain/images/covers";
import { isInScope, type Scope } from "@/lib/server/domain/images/view-conditions";
import { purgeImages } from "@/lib/server/domain/trash/purge";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/** What changes an action's images back; null: nothing can. */
export const INVERSE: Record<BulkActionName, BulkActionName | null> = {
  favourite: "unfavourite",
  unfavourite: "favourite",
  tag: "untag",
  untag: "tag",
  collect: "uncollect",
  uncollect: "collect",
  trash: "restore",
  restore: "trash",
  purge: null,
};

/** Names no row. */
const NIL = "00000000-0000-0000-0000-000000000000";

/** All that the actor may see in the workspace. */
const EVERYTHING: Scope = { view: "all", collectionId: null };

type Change = { action: BulkActionName; tagId?: string; collectionId?: string };

/** Changes those of these images that the actor may change so; returns the ids of those that were otherwise before. */
export async function changeImages(
  tx: Tx,
  actor: Actor,
  change: Change,
  batch: readonly string[],
  now: Date,
): Promise<string[]> {
  const { action, tagId = NIL, collectionId = "" } = change;
  const { userId, workspaceId } = actor;
  const mayWrite = isPermitted(actor.role, "write");
  if (!mayWrite && action !== "favourite" && action !== "unfavourite") return [];
  switch (action) {
    // One statement for a batch: rows that pass through this process take several times as long.
    case "favourite": {
      const rows = await tx.$queryRaw<{ imageId: string }[]>`
        INSERT INTO "Favourite" ("userId", "imageId", "workspaceId", "createdAt")
        SELECT ${userId}::uuid, i.id, i."workspaceId", ${now}::timestamptz FROM "Image" i
        WHERE i.id = ANY(${[...batch]}::uuid[]) AND ${isInScope(actor, EVERYTHING)} ORDER BY i.id
        ON CONFLICT DO NOTHING RETURNING "imageId"::text`;
      return idsOf(rows);
    }
    case "unfavourite": {
      const rows = await tx.$queryRaw<{ imageId: string }[]>`
        DELETE FROM "Favourite" WHERE "userId" = ${userId}::uuid AND "workspaceId" = ${workspaceId}::uuid
          AND "imageId" = ANY(${[...batch]}::uuid[]) RETURNING "imageId"::text`;
      return idsOf(rows);
    }
    case "tag": {
      const rows = await tx.$queryRaw<{ imageId: string }[]>`
        INSERT INTO "ImageTag" ("tagId", "imageId")
        SELECT tag.id, i.id FROM "Tag" tag JOIN "Image" i ON i."workspaceId" = tag."workspaceId"
        WHERE tag.id = ${tagId}::uuid AND i.id = ANY(${[...batch]}::uuid[]) AND ${isInScope(actor, EVERYTHING)}
        ORDER BY i.id ON CONFLICT DO NOTHING RETURNING "imageId"::text`;
      return idsOf(rows);
    }
    case "untag": {
      const imageIds = await find(tx, actor, batch, visibleImages(actor));
      const rows = await tx.$queryRaw<{ imageId: string }[]>`
        DELETE FROM "ImageTag" WHERE "tagId" = ${tagId}::uuid AND "imageId" = ANY(${imageIds}::uuid[])
        RETURNING "imageId"::text`;
      return idsOf(rows);
    }
    case "collect":
    case "uncollect":
      return changeCollection(tx, actor, { action, collectionId }, batch);
    case "trash":
    case "restore":
    case "purge":
      return changeTrash(tx, actor, action, batch, now);
  }
}

async function changeCollection(
  tx: Tx,
  actor: Actor,
  { action, collectionId }: { action: "collect" | "uncollect"; collectionId: string },
  batch: readonly string[],
): Promise<string[]> {
  const collection = await tx.collection.findFirst({
    where: { id: collectionId, workspaceId: actor.workspaceId },
  });
  const isSeen = collection?.access !== "private" || collection.createdById === actor.userId;
  if (collection === null || !isSeen || !mayAct(actor, collection, "add")) return [];
  if (action === "collect") {
    const imageIds = await find(tx, actor, batch, visibleImages(actor));
    return appendImages(tx, collection, actor, imageIds);
  }
  // Someone who may only add takes out what they added.
  const mayEdit = mayAct(actor, collection, "edit");
  const rows = await tx.$queryRaw<{ imageId: string }[]>`
    DELETE FROM "CollectionImage" WHERE "collectionId" = ${collectionId}::uuid
      AND "imageId" = ANY(${[...batch]}::uuid[]) AND (${mayEdit}::boolean OR "addedById" = ${actor.userId}::uuid)
    RETURNING "imageId"::text`;
  return idsOf(rows);
}

/** As domain/trash does for one image. Threads are locked before images. */
async function changeTrash(
  tx: Tx,
  actor: Actor,
  action: "trash" | "restore" | "purge",
  batch: readonly string[],
  now: Date,
): Promise<string[]> {
  const isManager = isPermitted(actor.role, "manage");
  const scope: Prisma.ImageWhereInput =
    action === "trash"
      ? { AND: [visibleImages(actor), isManager ? {} : { createdById: actor.userId }] }
      : trashedImages(actor);
  const found = await find(tx, actor, batch, scope);
  const threads = await tx.$queryRaw<{ id: string; isGone: boolean }[]>`
    SELECT id::text, "deletedAt" IS NOT NULL AS "isGone" FROM "Thread"
    WHERE id IN (SELECT "threadId" FROM "Image" WHERE id = ANY(${found}::uuid[])) ORDER BY id FOR NO KEY UPDATE`;
  const threadIds = threads.map(({ id }) => id);
  if (action === "purge") return purgeImages(tx, found, now);
  const gone = threads.filter(({ isGone }) => isGone).map(({ id }) => id);
  const rows = await tx.$queryRaw<{ imageId: string }[]>`
    UPDATE "Image" SET "deletedAt" = ${action === "trash" ? now : null}::timestamptz, "isTrashedWithThread" = false
    WHERE id IN (
      SELECT id FROM "Image" WHERE id = ANY(${found}::uuid[])
        AND ("deletedAt" IS NULL) = ${action === "trash"}::boolean AND "purgedAt" IS NULL
        AND ("threadId" IS NULL OR NOT "threadId" = ANY(${gone}::uuid[]))
      ORDER BY id FOR NO KEY UPDATE
    ) RETURNING id::text AS "imageId"`;
  if (rows.length > 0) await renewCovers(tx, threadIds);
  return idsOf(rows);
}

/** Those of these images that are in this scope, in the order of the batch. */
async function find(
  tx: Tx,
  { workspaceId }: Actor,
  batch: readonly string[],
  scope: Prisma.ImageWhereInput,
): Promise<string[]> {
  const rows = await tx.image.findMany({
    where: { AND: [scope, { workspaceId }], id: { in: [...batch] } },
    select: { id: true },
  });
  const known = new Set(rows.map(({ id }) => id));
  return batch.filter((id) => known.has(id));
}

function idsOf(rows: readonly { imageId: string }[]): string[] {
  return rows.map(({ imageId }) => imageId);
}
