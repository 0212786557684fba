import "server-only";
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

export { spoolFolder } from "@/lib/server/domain/disk/spool-folder";
