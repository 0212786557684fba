import "server-only";
import type { AuditAct } from "@/lib/contracts/audit";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import {
  authorizeImage,
  type Authorized,
  type KeptImage,
  refuseUnlessImageCurator,
} from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Deps } from "@/lib/server/clock";
import { inTransaction, type Tx } from "@/lib/server/db";
import { draftsOfImage } from "@/lib/server/domain/images/image-drafts";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { renewCovers } from "@/lib/server/domain/images/covers";
import { purgeImages } from "@/lib/server/domain/trash/purge";
import { lockThread } from "@/lib/server/domain/threads/touch";
import { imageInclude, toImageView } from "@/lib/server/domain/views/image";
import { threadInclude, toThreadSummary } from "@/lib/server/domain/views/thread";
import { audienceOf } from "@/lib/server/domain/images/audience";
import { type EventDraft, publishEvents } from "@/lib/server/events/publish";
import { AppError } from "@/lib/server/errors";

/**
 * Moves an image to the trash: it leaves every list and keeps its place in its thread. For its creator and those who
 * manage the workspace. Does nothing to one that is there already. Throws `not_found`, `forbidden`.
 */
export async function trashImage(
  actor: Actor,
  imageId: ImageId,
  { clock }: Deps,
): Promise<ImageView> {
  return inTransaction(async (tx) => {
    const image = await authorizeCurated(actor, imageId, tx);
    await lockThreadOf(tx, image);
    const { count } = await tx.image.updateMany({
      where: { id: image.id, deletedAt: null },
      data: { deletedAt: clock.now() },
    });
    if (count > 0) await note(tx, actor, image, "picture.trashed");
    return finish(tx, image, "image.trashed");
  });
}

/**
 * Brings an image back from the trash. Does nothing to one that is not there. Throws `not_found`, `forbidden`, and
 * `thread_in_trash` while its thread is there: restoring the thread brings its images back.
 */
export async function restoreImage(actor: Actor, imageId: ImageId): Promise<ImageView> {
  return inTransaction(async (tx) => {
    const image = await authorizeCurated(actor, imageId, tx);
    const thread = await lockThreadOf(tx, image);
    if (thread !== null && thread.deletedAt !== null) throw new AppError("thread_in_trash");
    const { count } = await tx.image.updateMany({
      where: { id: image.id, deletedAt: { not: null }, purgedAt: null },
      data: { deletedAt: null, isTrashedWithThread: false },
    });
    if (count > 0) await note(tx, actor, image, "picture.restored");
    return finish(tx, image, "image.changed");
  });
}

/**
 * Deletes the bytes and words of an image in the trash; a tombstone stays. Cannot be undone. Throws `not_found`,
 * `forbidden`, and `conflict` for an image that is not in the trash.
 */
export async function purgeImage(
  actor: Actor,
  imageId: ImageId,
  { clock }: Deps,
): Promise<ImageView> {
  return inTransaction(async (tx) => {
    const image = await authorizeCurated(actor, imageId, tx);
    await lockThreadOf(tx, image);
    const [purged] = await purgeImages(tx, [image.id], clock.now());
    if (purged === undefined) {
      throw new AppError("conflict", { detail: "Move the image to the trash first" });
    }
    await note(tx, actor, image, "picture.purged");
    return finish(tx, image, "image.changed");
  });
}

async function authorizeCurated(
  actor: Actor,
  imageId: ImageId,
  tx: Tx,
): Promise<Authorized<KeptImage, "write">> {
  const image = await authorizeImage(actor, imageId, "write", tx, { includeTrashed: true });
  refuseUnlessImageCurator(actor, image);
  return image;
}

/** Threads are locked before images. */
async function lockThreadOf(tx: Tx, { threadId }: KeptImage) {
  return threadId === null ? null : lockThread(tx, threadId);
}

/** Not the image's name: it may quote a private thread, which readers of the log may not see. */
async function note(tx: Tx, actor: Actor, image: KeptImage, act: AuditAct): Promise<void> {
  const target = { kind: "picture", id: image.id, name: image.id.slice(-8) } as const;
  await recordAudit(tx, actor, { workspaceId: image.workspaceId, act, target });
}

/** Publishes the image as it is now, and its thread where the cover changes. */
async function finish(
  tx: Tx,
  { id, workspaceId, threadId }: KeptImage,
  kind: "image.changed" | "image.trashed",
): Promise<ImageView> {
  if (threadId !== null) await renewCovers(tx, [threadId]);
  const row = await tx.image.findUniqueOrThrow({ where: { id }, include: imageInclude });
  await publishEvents(tx, brandId(workspaceId), async () => [
    ...draftsOfImage(row, kind),
    ...(threadId === null ? [] : await draftThread(tx, threadId)),
  ]);
  return toImageView(row);
}

async function draftThread(tx: Tx, threadId: string): Promise<EventDraft[]> {
  const row = await tx.thread.findUniqueOrThrow({
    where: { id: threadId },
    include: threadInclude,
  });
  if (row.deletedAt !== null) return [];
  const payload = { kind: "thread.changed", thread: toThreadSummary(row) } as const;
  return [{ audienceId: audienceOf(row), payload }];
}
