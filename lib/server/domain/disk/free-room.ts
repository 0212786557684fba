import "server-only";
import { statfs } from "node:fs/promises";
import { getEnv } from "@/lib/server/env";

const MEBIBYTE = 1024 * 1024;

/**
 * Space kept free of new calls and uploads, in bytes: the embedded database is on the same disk and stops when it is
 * full. Its write-ahead log has space of its own (scripts/database/cluster.ts).
 */
export const DATABASE_ROOM_BYTES = 96 * MEBIBYTE;

/** With less free space than this, in bytes, a call's space is preallocated on disk before it is sent. */
export const SCARCE_BYTES = 2048 * MEBIBYTE;

export type DiskSize = { freeBytes: number; totalBytes: number };

/** Size of the data folder's file system; null if unknown (some network file systems report 0). */
export async function readDisk(): Promise<DiskSize | null> {
  const found = await statfs(getEnv().DATA_DIR).catch(() => null);
  if (found === null || found.blocks === 0) return null;
  return { freeBytes: found.bavail * found.bsize, totalBytes: found.blocks * found.bsize };
}
