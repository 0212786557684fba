import "server-only";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { IMAGES_CHANGED } from "@/lib/server/domain/images/image-drafts";
import { brandId } from "@/lib/server/domain/brand";
import { UNDER_WAY } from "@/lib/server/domain/views/thread";
import { publishDrafts } from "@/lib/server/events/publish";

const BATCH = 200;

/**
 * Purges those of these images that are in the trash: their bytes, which a sweep deletes unless another row uses them,
 * their words, marks and tags, their places in collections, and what
 * visitors of shares wrote about them. Returns the ids of those that it purged.
 */
export async function purgeImages(
  tx: Tx,
  imageIds: readonly string[],
  now: Date,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE "Image" SET "purgedAt" = ${now}, sha256 = NULL, name = ''
    WHERE id IN (
      SELECT id FROM "Image" WHERE id = ANY(${[...imageIds]}::uuid[]) AND "deletedAt" IS NOT NULL AND "purgedAt" IS NULL
      ORDER BY id FOR UPDATE
    ) RETURNING id::text`;
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return ids;
  const where = { imageId: { in: ids } };
  await tx.favourite.deleteMany({ where });
  await tx.imageTag.deleteMany({ where });
  await tx.collectionImage.deleteMany({ where });
  await tx.shareComment.deleteMany({ where });
  await tx.sharePick.deleteMany({ where });
  await tx.notice.updateMany({ where, data: { imageId: null } });
  // The title of a snapshot of one image is its name.
  await tx.$executeRaw`
    UPDATE "Share" SET snapshot = jsonb_set(snapshot, '{title}', '""')
    WHERE kind = 'image' AND snapshot IS NOT NULL AND "imageIds" && ${ids}::uuid[]`;
  await sweepSoon(tx);
  return ids;
}

/** The hourly sweep, at once. Bytes of the last hours wait for a later one. */
async function sweepSoon(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.add_job('sweep_blobs', job_key => 'sweep_blobs', max_attempts => 3, priority => 10)`;
}

/**
 * Purges what has been in the trash since before `before`: threads with their images, and single images. Threads with a
 * generation under way wait. Safe to run concurrently with itself. Returns the number of images and threads.
 * @param stopping ends it before the next batch
 */
export async function purgeTrash(before: Date, now: Date, stopping?: AbortSignal): Promise<number> {
  let purged = 0;
  for (const purgeSome of [purgeSomeThreads, purgeSomeImages]) {
    let count: number;
    do {
      if (stopping?.aborted) return purged;
      count = await purgeSome(before, now);
      purged += count;
    } while (count > 0);
  }
  return purged;
}

async function purgeSomeImages(before: Date, now: Date): Promise<number> {
  return inTransaction(async (tx) => {
    // Those of a thread in the trash go with it.
    const due = await tx.$queryRaw<{ id: string; workspaceId: string }[]>`
      SELECT id::text, "workspaceId"::text FROM "Image"
      WHERE "deletedAt" < ${before} AND "deletedAt" IS NOT NULL AND "purgedAt" IS NULL AND NOT "isTrashedWithThread"
      ORDER BY "deletedAt", id LIMIT ${BATCH}::int FOR UPDATE SKIP LOCKED`;
    const ids = await purgeImages(
      tx,
      due.map(({ id }) => id),
      now,
    );
    await announceChanges(tx, due);
    return ids.length;
  });
}

async function purgeSomeThreads(before: Date, now: Date): Promise<number> {
  const due = await db.thread.findMany({
    where: { deletedAt: { lt: before }, purgedAt: null, ...WITHOUT_WORK },
    orderBy: [{ deletedAt: "asc" }, { id: "asc" }],
    take: BATCH,
    select: { id: true },
  });
  let purged = 0;
  for (const { id } of due) if (await purgeThread(id, before, now)) purged += 1;
  return purged;
}

const WITHOUT_WORK = { generations: { none: { state: { in: [...UNDER_WAY] } } } };

/** Purges a thread's words and images. Its rows stay, for the ledger and for threads that refine its images. */
async function purgeThread(threadId: string, before: Date, now: Date): Promise<boolean> {
  return inTransaction(async (tx) => {
    // Compare and set: it may have been restored meanwhile.
    const { count } = await tx.thread.updateMany({
      where: { id: threadId, deletedAt: { lt: before }, purgedAt: null, ...WITHOUT_WORK },
      data: { purgedAt: now, title: "", systemInstruction: "", coverImageId: null },
    });
    if (count === 0) return false;
    await tx.generation.updateMany({ where: { threadId }, data: { modelWords: null } });
    await tx.turn.updateMany({
      where: { threadId },
      data: { prompt: "", mentions: [], systemInstruction: "" },
    });
    await tx.turnCredit.updateMany({ where: { turn: { threadId } }, data: { title: null } });
    await tx.$executeRaw`
      UPDATE "Share" SET snapshot = jsonb_set(snapshot, '{title}', '""')
      WHERE "threadId" = ${threadId}::uuid AND snapshot IS NOT NULL`;
    const images = await tx.image.findMany({
      where: { threadId, purgedAt: null },
      select: { id: true, workspaceId: true },
    });
    await purgeImages(
      tx,
      images.map(({ id }) => id),
      now,
    );
    await announceChanges(tx, images);
    return true;
  });
}

async function announceChanges(tx: Tx, images: readonly { workspaceId: string }[]): Promise<void> {
  const workspaceIds = new Set(images.map(({ workspaceId }) => workspaceId));
  // In order, because each takes its workspace's row lock.
  for (const id of [...workspaceIds].toSorted()) {
    await publishDrafts(tx, brandId(id), [IMAGES_CHANGED]);
  }
}
