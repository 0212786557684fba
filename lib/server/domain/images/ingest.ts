import "server-only";
import { link } from "node:fs/promises";
import type { ProblemCode } from "@/lib/contracts/problems";
import type { Sha256, StoredBlob } from "@/lib/server/blobs/store";
import type { Tx } from "@/lib/server/db";
import { blobStore } from "@/lib/server/domain/images/storage";
import { AppError } from "@/lib/server/errors";
import { derive, type KeepVariant } from "@/lib/server/imaging/derive";
import { ImagingError, type ImagingReason } from "@/lib/server/imaging/errors";
import { probe } from "@/lib/server/imaging/probe";
import type { VariantName } from "@/lib/server/imaging/variants";

/** An image whose bytes and derivatives are on disk; `saveBlob` records it in the database. */
export type StoredPicture = {
  sha256: Sha256;
  media: string;
  byteCount: number;
  width: number;
  height: number;
  thumbhash: string;
};

/**
 * Stores a file's bytes and derivatives; the caller may delete the file afterwards. A file that does not decode
 * completely is refused before anything is stored. A paid image (`isPaid`) is stored while it is decoded: that is
 * faster, and its bytes are worth keeping even if damaged. Throws `ImagingError`, `BlobStoreFull`.
 */
export async function storePicture(
  path: string,
  { isPaid = false }: { isPaid?: boolean } = {},
): Promise<StoredPicture> {
  const { media, width, height } = await probe(path);
  const { blob, thumbhash } = await (isPaid ? storeWhileDecoding(path) : storeOnceDecoded(path));
  return { sha256: blob.sha256, media, byteCount: blob.byteLength, width, height, thumbhash };
}

type Kept = { blob: StoredBlob; thumbhash: string };

async function storeWhileDecoding(path: string): Promise<Kept> {
  const store = blobStore();
  const stored = linkOrCopy(path);
  // Awaited below; this only prevents an unhandled rejection in the meantime.
  stored.catch(() => undefined);
  const keep: KeepVariant = async (name, bytes) =>
    store.putDerivative((await stored).sha256, name, bytes);
  try {
    const thumbhash = await derive(path, keep);
    return { blob: await stored, thumbhash };
  } finally {
    // Decoding may fail before the bytes are stored; the file must exist until they are.
    await stored.catch(() => undefined);
  }
}

async function storeOnceDecoded(path: string): Promise<Kept> {
  const store = blobStore();
  const variants = new Map<VariantName, Buffer>();
  const thumbhash = await derive(path, async (name, bytes) => void variants.set(name, bytes));
  const blob = await store.putFile(path, { move: true });
  const writes = [...variants].map(([name, bytes]) =>
    store.putDerivative(blob.sha256, name, bytes),
  );
  await Promise.all(writes);
  return { blob, thumbhash };
}

/** Stores a file that is still being read: as a hard link where the file system supports it. */
async function linkOrCopy(path: string): Promise<StoredBlob> {
  const linkPath = `${path}.twin`;
  try {
    await link(path, linkPath);
  } catch {
    return blobStore().putFile(path);
  }
  return blobStore().putFile(linkPath, { move: true });
}

/**
 * Records stored bytes; the same bytes are recorded once. An existing record is locked until the transaction ends, so
 * that `sweepBlobs` cannot delete it before it is referenced.
 */
export async function saveBlob(tx: Tx, picture: StoredPicture): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Blob" (sha256, media, "byteCount", width, height, thumbhash)
    VALUES (${picture.sha256}, ${picture.media}, ${picture.byteCount}, ${picture.width}, ${picture.height},
            ${picture.thumbhash})
    ON CONFLICT (sha256) DO UPDATE SET media = EXCLUDED.media`;
}

const PROBLEM_OF: Record<ImagingReason, ProblemCode> = {
  unsupported: "unsupported_media",
  corrupt: "corrupt_image",
  too_large_pixels: "image_too_large",
};

/** Runs `work` and maps imaging and storage errors to problems that a person can act on. */
export async function asImageProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ImagingError)) throw error;
    const { kind } = error;
    throw new AppError(PROBLEM_OF[error.reason], {
      cause: error,
      ...(kind !== null && {
        detail: `${kind} pictures cannot be read here; send JPEG, PNG, WebP, GIF or AVIF`,
        details: { kind },
      }),
    });
  }
}
