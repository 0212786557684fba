import "server-only";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { BlobStoreFull } from "@/lib/server/blobs/store";
import { db, type Tx } from "@/lib/server/db";
import { diskId } from "@/lib/server/domain/disk/disk-id";
import { WORST_CALL_BYTES } from "@/lib/server/domain/disk/call-room";
import { DATABASE_ROOM_BYTES, readDisk } from "@/lib/server/domain/disk/free-room";
import { spoolFolder } from "@/lib/server/domain/disk/spool-folder";
import { Prisma } from "@/lib/server/generated/prisma/client";

type Reserved = { bytes: number; spoolName: string };

/**
 * Reservations on this disk: calls claimed or in flight, and replies not stored as images yet. A call's spool file is
 * named after its id and the attempt number.
 */
function readReserved(tx: Tx, disk: string): Promise<Reserved[]> {
  return tx.$queryRaw<Reserved[]>`
    SELECT "reservedBytes" AS bytes,
      coalesce("spoolName", id::text || '-' || attempts::text) AS "spoolName"
    FROM "Generation"
    WHERE "diskId" = ${disk}::uuid AND "reservedBytes" IS NOT NULL AND "finishedAt" IS NULL
      AND (state = 'received'
        OR (state IN ('claimed', 'sent', 'cancelled') AND "leaseUntil" > now()))`;
}

/** The part of a reservation that is on disk already, and so no longer counted as free. */
async function writtenBytes({ spoolName }: Reserved): Promise<number> {
  const found = await stat(join(spoolFolder(), spoolName)).catch(() => null);
  return found === null ? 0 : found.blocks * 512;
}

/**
 * Bytes of this disk available now: free space without the database's share and reservations. Infinite if the file
 * system does not report sizes. Negative if another program has used reserved space.
 */
export async function unreservedBytes(tx: Tx = db): Promise<number> {
  const reserved = await readReserved(tx, await diskId());
  const left = await Promise.all(
    reserved.map(async (row) => Math.max(0, row.bytes - (await writtenBytes(row)))),
  );
  // Read last: what a call writes meanwhile must not count both as written and as free.
  const disk = await readDisk();
  if (disk === null) return Number.POSITIVE_INFINITY;
  return disk.freeBytes - DATABASE_ROOM_BYTES - left.reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * Serialises reservations on this disk across all processes that share it, until the transaction ends. Take every other
 * lock of the transaction first.
 */
async function lockDisk(tx: Tx): Promise<string> {
  const disk = await diskId();
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`disk ${disk}`}, 0))`;
  return disk;
}

type Call = { id: string; bytes: number };

/**
 * The leading calls that the disk has room for, in order. The disk stays locked until the transaction ends; the caller
 * must write the reservations into the rows before that.
 */
export async function reserveFor(
  tx: Tx,
  waiting: readonly Call[],
): Promise<{ disk: string; calls: Call[]; heldBack: string[] }> {
  const disk = await lockDisk(tx);
  const calls: Call[] = [];
  let left = waiting.length === 0 ? 0 : await unreservedBytes(tx);
  for (const { id, bytes } of waiting) {
    if (bytes > left) break;
    left -= bytes;
    calls.push({ id, bytes });
  }
  return { disk, calls, heldBack: waiting.slice(calls.length).map(({ id }) => id) };
}

/** A row counts as held back for this time after the last attempt; workers try every three seconds. */
const HELD_BACK_SECONDS = 20;

/** SQL condition on "Generation" g: waits for disk space, to send a call or to store a reply. */
export const isHeldBack = Prisma.sql`
  g."heldBackAt" > now() - make_interval(secs => ${HELD_BACK_SECONDS}::int)`;

/** The same for a row already read. */
export function isHeldBackSince(heldBackAt: Date | null, now: Date): boolean {
  return heldBackAt !== null && now.getTime() - heldBackAt.getTime() < HELD_BACK_SECONDS * 1000;
}

/** Records that queued rows wait for disk space, so that clients can show why. */
export async function noteHeldBack(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Generation" SET "heldBackAt" = now() WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'queued'`;
}

/** Whether this process's disk has room for one more call of maximum size. */
export async function hasRoomForCall(): Promise<boolean> {
  return (await unreservedBytes()) >= WORST_CALL_BYTES;
}

/** Number of generations that wait for disk space, in all workspaces. */
export async function countHeldBack(): Promise<number> {
  const [row] = await db.$queryRaw<{ rows: number }[]>`
    SELECT count(*)::int AS rows FROM "Generation" g WHERE g.state IN ('queued', 'received') AND ${isHeldBack}`;
  return row?.rows ?? 0;
}

/**
 * Refuses an upload that would use space needed by the database or calls in flight.
 * @param bytes maximum size of the upload
 * @throws BlobStoreFull
 */
export async function refuseWithoutRoom(bytes: number): Promise<void> {
  // Twice: for its derivatives, and for a temporary copy while it is stored.
  if ((await unreservedBytes()) < bytes * 2) throw new BlobStoreFull("the rest is reserved");
}
