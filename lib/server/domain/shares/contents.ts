import "server-only";
import { z } from "zod";
import { visibleImages, visibleThreads } from "@/lib/server/auth/access";
import type { Sight } from "@/lib/server/auth/actor";
import { visibleCollections } from "@/lib/server/auth/collection-access";
import type { Tx } from "@/lib/server/db";
import { findPath } from "@/lib/server/domain/threads/path";
import type { Share } from "@/lib/server/generated/prisma/client";

/** The most images that a visitor sees of one share. */
export const SHARE_IMAGES_MAX = 2_000;

/** What a share shows, before what is hidden and what is no longer there is left out. Stored as a snapshot. */
export const shareContents = z.object({
  title: z.string(),
  description: z.string(),
  /** In order; empty unless it is a thread. */
  turnIds: z.array(z.string()),
  imageIds: z.array(z.string()),
});
export type ShareContents = z.infer<typeof shareContents>;

type Target = Pick<
  Share,
  "kind" | "workspaceId" | "imageIds" | "threadId" | "turnId" | "collectionId"
>;

/** What the target of a share has now, as far as `sight` (its creator) sees it; null if it is gone. */
export async function readContents(
  tx: Tx,
  target: Target,
  sight: Sight,
): Promise<ShareContents | null> {
  if (target.kind === "thread") return readThread(tx, target, sight);
  if (target.kind === "collection") return readCollection(tx, target, sight);
  return readImages(tx, target, sight);
}

async function readImages(tx: Tx, target: Target, sight: Sight): Promise<ShareContents | null> {
  const rows = await tx.image.findMany({
    where: {
      AND: [visibleImages(sight), { workspaceId: target.workspaceId }],
      id: { in: target.imageIds },
    },
    select: { id: true, name: true },
  });
  if (rows.length === 0) return null;
  const found = new Set(rows.map(({ id }) => id));
  return {
    title: target.kind === "image" ? (rows[0]?.name ?? "") : "",
    description: "",
    turnIds: [],
    imageIds: target.imageIds.filter((id) => found.has(id)),
  };
}

async function readThread(tx: Tx, target: Target, sight: Sight): Promise<ShareContents | null> {
  const { threadId, workspaceId, turnId } = target;
  if (threadId === null) return null;
  const thread = await tx.thread.findFirst({
    where: { AND: [visibleThreads(sight)], id: threadId, workspaceId, deletedAt: null },
    select: { title: true },
  });
  if (thread === null) return null;
  const turns = await tx.turn.findMany({
    where: { threadId, workspaceId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, parentTurnId: true },
  });
  const turnIds = turnId === null ? turns.map(({ id }) => id) : findPath(turns, turnId);
  const images = await tx.image.findMany({
    where: {
      AND: [visibleImages(sight), { workspaceId, threadId }],
      generation: { turnId: { in: turnIds }, supersededAt: null },
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: SHARE_IMAGES_MAX,
    select: { id: true },
  });
  const imageIds = images.map(({ id }) => id);
  return { title: thread.title, description: "", turnIds, imageIds };
}

async function readCollection(
  tx: Tx,
  { collectionId, workspaceId }: Target,
  sight: Sight,
): Promise<ShareContents | null> {
  if (collectionId === null) return null;
  const collection = await tx.collection.findFirst({
    where: { AND: [visibleCollections(sight)], id: collectionId, workspaceId },
    select: { name: true, description: true },
  });
  if (collection === null) return null;
  const rows = await tx.collectionImage.findMany({
    where: { collectionId, image: { AND: [visibleImages(sight), { workspaceId }] } },
    orderBy: [{ position: "asc" }, { imageId: "asc" }],
    take: SHARE_IMAGES_MAX,
    select: { imageId: true },
  });
  return {
    title: collection.name,
    description: collection.description,
    turnIds: [],
    imageIds: rows.map(({ imageId }) => imageId),
  };
}
