import "server-only";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { parseSha256, type Sha256 } from "@/lib/server/blobs/store";
import type { Tx } from "@/lib/server/db";
import { refuseWithoutRoom } from "@/lib/server/domain/disk/reserve";
import { asImageProblem, saveBlob, type StoredPicture } from "@/lib/server/domain/images/ingest";
import { blobStore } from "@/lib/server/domain/images/storage";
import { openStripped, statStripped, strippedMedia } from "@/lib/server/domain/images/stripped";
import { AppError } from "@/lib/server/errors";

/** Bytes for a copy: those that are stored already, or new ones to be recorded. */
export type CopyBytes = StoredPicture & { isNew: boolean };

/**
 * The bytes of an image without metadata, which may quote what a share hides: the stored ones where they have none, so
 * that both images use the same. Throws `not_found` for lost bytes, `BlobStoreFull`.
 */
export async function bytesForCopy(picture: StoredPicture): Promise<CopyBytes> {
  if (!(await blobStore().has(picture.sha256))) throw new AppError("not_found");
  const bytes = await asImageProblem(() => readStripped(picture));
  if (hashOf(bytes) === picture.sha256) return { ...picture, isNew: false };
  await refuseWithoutRoom(bytes.length);
  const stored = await blobStore().putStream(Readable.from([bytes]), { maxBytes: bytes.length });
  return {
    ...picture,
    sha256: stored.sha256,
    media: strippedMedia(picture.media),
    byteCount: stored.byteLength,
    isNew: true,
  };
}

async function readStripped({ sha256, media }: StoredPicture): Promise<Buffer> {
  await statStripped(sha256, media);
  return buffer(await openStripped(sha256));
}

function hashOf(bytes: Buffer): Sha256 {
  return parseSha256(createHash("sha256").update(bytes).digest("hex"));
}

/** Records new bytes, and holds those in use until the transaction ends. Throws `not_found` if some are gone. */
export async function holdBytes(tx: Tx, copies: readonly CopyBytes[]): Promise<void> {
  const ordered = copies.toSorted((one, other) => (one.sha256 < other.sha256 ? -1 : 1));
  for (const copy of ordered.filter(({ isNew }) => isNew)) await saveBlob(tx, copy);
  const used = [...new Set(ordered.map(({ sha256 }) => sha256))];
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Blob" WHERE sha256 = ANY(${used}::text[]) ORDER BY sha256 FOR KEY SHARE`;
  if (held.length < used.length) throw new AppError("not_found");
}
