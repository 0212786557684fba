import "server-only";
import { stat } from "node:fs/promises";
import { inTransaction } from "@/lib/server/db";
import { readDisk } from "@/lib/server/domain/disk/free-room";
import { isHeldBack } from "@/lib/server/domain/disk/reserve";
import type { Lease } from "@/lib/server/domain/generations/lease";
import { announceLine } from "@/lib/server/events/line";
import { log } from "@/lib/server/log";

const MEBIBYTE = 1024 * 1024;
/** Not even an answer that is paid for is stored where the database would be left with less, in bytes. */
const LAST_BYTES = 24 * MEBIBYTE;
/** The pictures of an answer take no more than its text does, its previews and links a little beside. */
const BESIDES_BYTES = 8 * MEBIBYTE;

/** Between two looks at whether there is room to store an answer by now, in seconds. */
const PAUSE_SECONDS = 5;

/** Whether the pictures of a spooled answer find room. What has arrived may use what is kept free of new calls. */
export async function hasRoomToStore(spoolPath: string): Promise<boolean> {
  const [disk, answer] = await Promise.all([readDisk(), stat(spoolPath).catch(() => null)]);
  return disk === null || disk.freeBytes >= LAST_BYTES + BESIDES_BYTES + (answer?.size ?? 0);
}

/**
 * Lets a received answer wait on the disk until there is room for its pictures: the sweep looks again in a few seconds, in
 * whichever process. Nothing is sent and nothing fails; the row says that it waits.
 */
export async function waitForRoom({ generationId, token }: Lease): Promise<void> {
  const isNews = await inTransaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ isKnown: boolean }[]>`
      WITH before AS (SELECT g.id, coalesce(${isHeldBack}, false) AS "isKnown" FROM "Generation" g
        WHERE g.id = ${generationId}::uuid AND g."leaseToken" = ${token}::uuid FOR UPDATE)
      UPDATE "Generation" g SET "heldBackAt" = now(), "leaseToken" = NULL,
        "leaseUntil" = now() + make_interval(secs => ${PAUSE_SECONDS}::int)
      FROM before WHERE g.id = before.id RETURNING before."isKnown"`;
    await announceLine(tx);
    return row?.isKnown === false;
  });
  if (!isNews) return;
  log.warn({ event: "storage.full", generationId }, "an answer waits for room on the disk");
}
