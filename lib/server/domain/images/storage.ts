import "server-only";
import { join } from "node:path";
import { DiskBlobStore } from "@/lib/server/blobs/disk";
import type { BlobStore } from "@/lib/server/blobs/store";
import { getEnv } from "@/lib/server/env";

let store: BlobStore | null = null;

/** The store of all image bytes. */
export function blobStore(): BlobStore {
  store ??= new DiskBlobStore({ root: join(getEnv().DATA_DIR, "blobs") });
  return store;
}

/** Folder for incoming uploads; on the blobs' file system, so that storing a file is a rename. */
export function incomingFolder(): string {
  return join(getEnv().DATA_DIR, "incoming");
}

export { spoolFolder } from "@/lib/server/domain/disk/spool-folder";
