import "server-only";
import { stat } from "node:fs/promises";
import { inTransaction } from "@/lib/server/db";
import { readDisk } from "@/lib/server/domain/disk/free-room";
import { isHeldBack } from "@/lib/server/domain/disk/reserve";
import type { Lease } from "@/lib/server/domain/queue/lease";
import { announceLine } from "@/lib/server/events/line";
import { log } from "@/lib/server/log";

const MEBIBYTE = 1024 * 1024;
/** Free bytes kept for the database: with less than this, even paid answers are not stored. */
const DATABASE_RESERVE_BYTES = 24 * MEBIBYTE;
/** Bytes for an answer's derivatives and links. The images themselves need no more than the answer's text. */
const DERIVATIVES_BYTES = 8 * MEBIBYTE;

/** Seconds between two checks for room to store an answer. */
const PAUSE_SECONDS = 5;

/** Whether there is room for the images of a spooled answer. Unlike new calls, answers may use the reserved space. */
export async function hasRoomToStore(spoolPath: string): Promise<boolean> {
  const [disk, answer] = await Promise.all([readDisk(), stat(spoolPath).catch(() => null)]);
  return (
    disk === null ||
    disk.freeBytes >= DATABASE_RESERVE_BYTES + DERIVATIVES_BYTES + (answer?.size ?? 0)
  );
}

/**
 * Postpones storing a received answer until the disk has room: the sweep of any process retries in a few seconds.
 * Nothing is sent and nothing fails; the row records the wait.
 */
export async function waitForRoom({ generationId, token }: Lease): Promise<void> {
  const isFirstWait = await inTransaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ isKnown: boolean }[]>`
      WITH before AS (SELECT g.id, coalesce(${isHeldBack}, false) AS "isKnown" FROM "Generation" g
        WHERE g.id = ${generationId}::uuid AND g."leaseToken" = ${token}::uuid FOR UPDATE)
      UPDATE "Generation" g SET "heldBackAt" = now(), "leaseToken" = NULL,
        "leaseUntil" = now() + make_interval(secs => ${PAUSE_SECONDS}::int)
      FROM before WHERE g.id = before.id RETURNING before."isKnown"`;
    await announceLine(tx);
    return row?.isKnown === false;
  });
  if (!isFirstWait) return;
  log.warn({ event: "storage.full", generationId }, "an answer waits for room on the disk");
}
