import "server-only";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { DiskBlobStore } from "@/lib/server/blobs/disk";
import type { BlobStore } from "@/lib/server/blobs/store";
import { getEnv } from "@/lib/server/env";

let store: BlobStore | null = null;

/** Where the bytes of all pictures are. */
export function blobStore(): BlobStore {
  store ??= new DiskBlobStore({ root: join(getEnv().DATA_DIR, "blobs") });
  return store;
}

/** A folder for uploads on their way in; on the blobs' own file system, so that taking them over is a rename. */
export function incomingFolder(): string {
  return join(getEnv().DATA_DIR, "incoming");
}

/** Where raw answers of the upstream are kept until their pictures are safe, and after where none was found. */
export function spoolFolder(): string {
  return join(getEnv().DATA_DIR, "spool");
}

/** What a few of the largest answers need, on their way and as pictures: an answer may be 64 MB (upstream/client.ts). */
const ANSWER_ROOM_BYTES = 192 * 1024 * 1024;

/**
 * Whether the disk has room for an answer that is not there yet. Asked before a call is made: what is paid for and finds no
 * room is lost. True where the file system does not say.
 */
export async function hasRoomForAnswer(): Promise<boolean> {
  try {
    const { bavail, bsize, blocks } = await statfs(getEnv().DATA_DIR);
    return blocks === 0 || bavail * bsize >= ANSWER_ROOM_BYTES;
  } catch {
    return true;
  }
}
