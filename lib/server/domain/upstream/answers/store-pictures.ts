import "server-only";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Failure, FailureCode } from "@/lib/contracts/failures";
import { storePicture, type StoredPicture } from "@/lib/server/domain/images/ingest";
import { incomingFolder } from "@/lib/server/domain/images/storage";
import { ImagingError, type ImagingReason } from "@/lib/server/imaging/errors";
import type { CollectedPicture } from "@/lib/server/upstream/fetch/collect-pictures";
import { makeFailure } from "@/lib/server/upstream/read/failure";

const FAILURE_OF: Record<ImagingReason, FailureCode> = {
  unsupported: "unsupported_media",
  corrupt: "invalid_image",
  too_large_pixels: "image_too_large",
};

type Stored = { pictures: StoredPicture[]; failure: Failure };

/**
 * One damaged image among several does not cost the others; if all are damaged, the answer fails with the last one's
 * error.
 */
export async function storeAll(collected: readonly CollectedPicture[]): Promise<Stored> {
  const pictures: StoredPicture[] = [];
  let failure = makeFailure("no_image");
  for (const { path } of collected) {
    try {
      pictures.push(await storePicture(path, { isPaid: true }));
    } catch (error) {
      if (!(error instanceof ImagingError)) throw error;
      failure = makeFailure(FAILURE_OF[error.reason]);
    }
  }
  return { pictures, failure };
}

/** A temporary folder for one answer's images, on the blobs' file system. */
export async function withWorkFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(incomingFolder(), { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(incomingFolder(), "answer-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
