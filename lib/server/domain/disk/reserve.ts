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
 * Rows with a claim on this disk: calls that are out or about to be, and answers that are not pictures yet. The answer
 * that a call writes is named after its id and the number of the sending.
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

/** What of a reservation is on the disk already, and so no longer counted as free. */
async function writtenBytes({ spoolName }: Reserved): Promise<number> {
  const found = await stat(join(spoolFolder(), spoolName)).catch(() => null);
  return found === null ? 0 : found.blocks * 512;
}

/**
 * Bytes of this disk that may be given away now: free, neither the database's nor reserved for calls under way. Infinite
 * where the file system does not tell. May be below zero, where another program has eaten what was reserved.
 */
export async function unreservedBytes(tx: Tx = db): Promise<number> {
  const disk = await readDisk();
  if (disk === null) return Number.POSITIVE_INFINITY;
  const reserved = await readReserved(tx, await diskId());
  const left = await Promise.all(
    reserved.map(async (row) => Math.max(0, row.bytes - (await writtenBytes(row)))),
  );
  return disk.freeBytes - DATABASE_ROOM_BYTES - left.reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * Makes reservations on this disk pass one after the other until the transaction ends, over all processes that share it.
 * Taken after every other lock of the transaction.
 */
async function lockDisk(tx: Tx): Promise<string> {
  const disk = await diskId();
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`disk ${disk}`}, 0))`;
  return disk;
}

type Call = { id: string; bytes: number };

/**
 * How many of these calls, in their order, the disk has room for. The disk stays locked until the
 * transaction ends; the caller writes the reservations into the rows before.
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

/** So long after the last look a row still counts as held back, in seconds: workers look every three. */
const HELD_BACK_SECONDS = 20;

/** Rows of "Generation" (as `g`) that wait for room on the disk, with a call to make or with an answer to store. */
export const isHeldBack = Prisma.sql`
  g."heldBackAt" > now() - make_interval(secs => ${HELD_BACK_SECONDS}::int)`;

/** The same of a row that has been read. */
export function isHeldBackSince(heldBackAt: Date | null, now: Date): boolean {
  return heldBackAt !== null && now.getTime() - heldBackAt.getTime() < HELD_BACK_SECONDS * 1000;
}

/** Puts on record that rows wait for room, for everyone who asks why they wait. */
export async function noteHeldBack(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Generation" SET "heldBackAt" = now() WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'queued'`;
}

/** Whether one more call, the largest that there can be, finds room on this process's disk. */
export async function hasRoomForCall(): Promise<boolean> {
  return (await unreservedBytes()) >= WORST_CALL_BYTES;
}

/** How many wait for room, in all workspaces. */
export async function countHeldBack(): Promise<number> {
  const [row] = await db.$queryRaw<{ rows: number }[]>`
    SELECT count(*)::int AS rows FROM "Generation" g WHERE g.state IN ('queued', 'received') AND ${isHeldBack}`;
  return row?.rows ?? 0;
}

/**
 * Refuses what a person brings where it would take room that the database or calls under way need.
 * @param bytes the most that may come
 * @throws BlobStoreFull
 */
export async function refuseWithoutRoom(bytes: number): Promise<void> {
  // With its previews, and once more while it is taken over.
  if ((await unreservedBytes()) < bytes * 2) throw new BlobStoreFull("the rest is reserved");
}
