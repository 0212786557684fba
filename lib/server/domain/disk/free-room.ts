import "server-only";
import { statfs } from "node:fs/promises";
import { getEnv } from "@/lib/server/env";

const MEBIBYTE = 1024 * 1024;

/**
 * Left alone by new calls and by what people bring, in bytes: the embedded database writes to the same disk, and without
 * room it stops. Its log of changes has its own room already (scripts/database/cluster.ts).
 */
export const DATABASE_ROOM_BYTES = 96 * MEBIBYTE;

/** Below this much free room, what a call needs is taken hold of on the disk before the call goes out. In bytes. */
export const SCARCE_BYTES = 2048 * MEBIBYTE;

export type DiskSize = { freeBytes: number; totalBytes: number };

/** The file system of the data folder; null where it does not tell (some network file systems say 0). */
export async function readDisk(): Promise<DiskSize | null> {
  const found = await statfs(getEnv().DATA_DIR).catch(() => null);
  if (found === null || found.blocks === 0) return null;
  return { freeBytes: found.bavail * found.bsize, totalBytes: found.blocks * found.bsize };
}
