import "server-only";
import type { z } from "zod";
import type {
  collectionImagesBody,
  collectionMoveBody,
  CollectionView,
} from "@/lib/contracts/collections";
import { authorizeImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { inTransaction, type Tx } from "@/lib/server/db";
import { authorizeCollection, mayAct } from "@/lib/server/auth/collection-access";
import { announceCollection } from "@/lib/server/domain/collections/commands";
import { toCollectionView } from "@/lib/server/domain/collections/views";
import { AppError } from "@/lib/server/errors";
import type { Collection } from "@/lib/server/generated/prisma/client";

/** Between neighbours, so that an image fits between two without moving others. */
const GAP = 1_024;

type WithImages = z.output<typeof collectionImagesBody> & { collectionId: string };

/**
 * Adds images to the end of a collection, in this order; those that are in it stay where they are. Who sees an image does
 * not change. Throws `not_found`, `image_in_trash`, and `forbidden` for those who may not add.
 */
export async function addToCollection(
  actor: Actor,
  { collectionId, imageIds }: WithImages,
): Promise<CollectionView> {
  return inTransaction(async (tx) => {
    const row = await authorizeCollection(actor, collectionId, "add", tx);
    const images = await authorizeImages(actor, row.workspaceId, imageIds, "read", tx);
    const added = await appendImages(
      tx,
      row,
      actor,
      images.map(({ id }) => id),
    );
    if (added.length > 0) await announceCollection(tx, [row]);
    return toCollectionView(actor, row, tx);
  });
}

/** Appends images that the actor may see; returns the ids of those that were not in it. */
export async function appendImages(
  tx: Tx,
  { id }: Pick<Collection, "id">,
  { userId }: { userId: string },
  imageIds: readonly string[],
): Promise<string[]> {
  await lockCollection(tx, id);
  const rows = await tx.$queryRaw<{ imageId: string }[]>`
    INSERT INTO "CollectionImage" ("collectionId", "imageId", "addedById", position)
    SELECT ${id}::uuid, given.id, ${userId}::uuid, coalesce(last.position, 0) + ${GAP}::float8 * given.place
    FROM unnest(${[...imageIds]}::uuid[]) WITH ORDINALITY AS given(id, place),
      (SELECT max(position) AS position FROM "CollectionImage" WHERE "collectionId" = ${id}::uuid) last
    ON CONFLICT DO NOTHING RETURNING "imageId"::text`;
  return rows.map(({ imageId }) => imageId);
}

/**
 * Appends new images to the collection that their turn chose, in the transaction that stores them. One that was deleted
 * or made private meanwhile is passed over: storing an image never fails because of it.
 */
export async function saveToCollection(
  tx: Tx,
  { collectionId, workspaceId, userId }: Record<"collectionId" | "workspaceId" | "userId", string>,
  imageIds: readonly string[],
): Promise<void> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM "Collection" WHERE id = ${collectionId}::uuid AND "workspaceId" = ${workspaceId}::uuid
      AND (access <> 'private' OR "createdById" = ${userId}::uuid) FOR NO KEY UPDATE`;
  if (row !== undefined) await appendImages(tx, row, { userId }, imageIds);
}

/**
 * Takes images out of a collection; those that are not in it are ignored. Someone who may add but not edit takes out
 * only what they added: `forbidden` for others' images.
 */
export async function takeOutOfCollection(
  actor: Actor,
  { collectionId, imageIds }: WithImages,
): Promise<CollectionView> {
  return inTransaction(async (tx) => {
    const row = await authorizeCollection(actor, collectionId, "add", tx);
    const inIt = { collectionId: row.id, imageId: { in: imageIds } };
    if (!mayAct(actor, row, "edit")) {
      const others = await tx.collectionImage.count({
        where: { ...inIt, NOT: { addedById: actor.userId } },
      });
      if (others > 0) throw new AppError("forbidden");
    }
    const { count } = await tx.collectionImage.deleteMany({ where: inIt });
    if (count > 0) await announceCollection(tx, [row]);
    return toCollectionView(actor, row, tx);
  });
}

/**
 * Puts images of a collection, in this order, before another one, or at the end; those that are not in it are ignored.
 * Throws `not_found` for a `beforeId` that is not in it or is moved itself, and `forbidden` for those who may not edit.
 */
export async function moveInCollection(
  actor: Actor,
  {
    collectionId,
    imageIds,
    beforeId,
  }: z.output<typeof collectionMoveBody> & { collectionId: string },
): Promise<CollectionView> {
  return inTransaction(async (tx) => {
    const row = await authorizeCollection(actor, collectionId, "edit", tx);
    await lockCollection(tx, row.id);
    const all = await tx.collectionImage.findMany({
      where: { collectionId: row.id },
      orderBy: [{ position: "asc" }, { imageId: "asc" }],
      select: { imageId: true, position: true },
    });
    const moved = imageIds.filter((id) => all.some(({ imageId }) => imageId === id));
    const rest = all.filter(({ imageId }) => !imageIds.some((id) => id === imageId));
    const at = beforeId === null ? rest.length : rest.findIndex((it) => it.imageId === beforeId);
    if (at < 0) throw new AppError("not_found", { field: "beforeId" });
    await place(tx, row.id, { moved, rest, at });
    await announceCollection(tx, [row]);
    return toCollectionView(actor, row, tx);
  });
}

type Placed = { imageId: string; position: number };

/** Positions between the two neighbours; where the gap is used up, all get new ones. */
async function place(
  tx: Tx,
  collectionId: string,
  { moved, rest, at }: { moved: readonly string[]; rest: readonly Placed[]; at: number },
): Promise<void> {
  const low = rest[at - 1]?.position ?? (rest[at]?.position ?? GAP) - GAP * (moved.length + 1);
  const high = rest[at]?.position ?? low + GAP * (moved.length + 1);
  const step = (high - low) / (moved.length + 1);
  const isRoomy = step > 1e-6 * Math.max(1, Math.abs(high));
  const placed: Placed[] = isRoomy
    ? moved.map((imageId, index) => ({ imageId, position: low + step * (index + 1) }))
    : [
        ...rest.slice(0, at).map(({ imageId }) => imageId),
        ...moved,
        ...rest.slice(at).map(({ imageId }) => imageId),
      ].map((imageId, index) => ({ imageId, position: GAP * (index + 1) }));
  await tx.$executeRaw`
    UPDATE "CollectionImage" c SET position = given.position
    FROM unnest(${placed.map(({ imageId }) => imageId)}::uuid[], ${placed.map(({ position }) => position)}::float8[])
      AS given(id, position)
    WHERE c."collectionId" = ${collectionId}::uuid AND c."imageId" = given.id`;
}

/** Serialises changes of the order. */
async function lockCollection(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM "Collection" WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
}
