import "server-only";
import type { z } from "zod";
import type {
  collectionCreateBody,
  CollectionList,
  collectionUpdateBody,
  CollectionView,
} from "@/lib/contracts/collections";
import type { CollectionId } from "@/lib/contracts/ids";
import { authorizeImages, authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { authorizeCollection, visibleCollections } from "@/lib/server/auth/collection-access";
import { toCollectionView, toCollectionViews } from "@/lib/server/domain/collections/views";
import { IMAGES_CHANGED } from "@/lib/server/domain/images/image-drafts";
import { publishDrafts } from "@/lib/server/events/publish";
import type { Collection } from "@/lib/server/generated/prisma/client";

/** Collections of the current workspace that the actor may see, by name. */
export async function listCollections(actor: Actor): Promise<CollectionList> {
  authorizeWorkspace(actor, "read");
  const rows = await db.collection.findMany({
    where: { AND: [visibleCollections(actor)], workspaceId: actor.workspaceId },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return { collections: await toCollectionViews(actor, rows) };
}

/** Throws `not_found`. */
export async function loadCollection(
  actor: Actor,
  collectionId: CollectionId,
): Promise<CollectionView> {
  return toCollectionView(actor, await authorizeCollection(actor, collectionId, "read"));
}

/** Throws `forbidden` for viewers. */
export async function createCollection(
  actor: Actor,
  body: z.output<typeof collectionCreateBody>,
): Promise<CollectionView> {
  const { id: workspaceId } = authorizeWorkspace(actor, "write");
  return inTransaction(async (tx) => {
    const row = await tx.collection.create({
      data: { ...body, workspaceId, createdById: actor.userId },
    });
    await announceCollection(tx, [row]);
    return toCollectionView(actor, row, tx);
  });
}

/**
 * Throws `not_found` for the collection or the cover, `image_in_trash`, and `forbidden` for those who may not change it.
 */
export async function updateCollection(
  actor: Actor,
  { collectionId, ...change }: z.output<typeof collectionUpdateBody> & { collectionId: string },
): Promise<CollectionView> {
  return inTransaction(async (tx) => {
    const before = await authorizeCollection(actor, collectionId, "edit", tx);
    const { coverImageId } = change;
    if (coverImageId) {
      await authorizeImages(actor, before.workspaceId, [coverImageId], "read", tx);
    }
    const row = await tx.collection.update({ where: { id: before.id }, data: change });
    await announceCollection(tx, [before, row]);
    return toCollectionView(actor, row, tx);
  });
}

/** Deletes a collection; its images stay. Throws as `updateCollection` does. */
export async function removeCollection(
  actor: Actor,
  collectionId: CollectionId,
): Promise<{ ok: true }> {
  return inTransaction(async (tx) => {
    const row = await authorizeCollection(actor, collectionId, "edit", tx);
    await tx.collection.delete({ where: { id: row.id } });
    await announceCollection(tx, [row]);
    return { ok: true };
  });
}

/** Tells those who may see it now, or could before. */
export async function announceCollection(
  tx: Tx,
  states: readonly Pick<Collection, "access" | "createdById" | "workspaceId">[],
): Promise<void> {
  const [first] = states;
  if (first === undefined) return;
  const isPrivate = states.every(({ access }) => access === "private");
  const audienceId = isPrivate ? first.createdById : null;
  await publishDrafts(tx, brandId(first.workspaceId), [{ ...IMAGES_CHANGED, audienceId }]);
}
