import "server-only";
import { Readable } from "node:stream";
import { MANIFEST_FILE } from "@/lib/contracts/manifest";
import { addressKey, countAttempts } from "@/lib/server/auth/throttle";
import type { Visitor } from "@/lib/server/auth/visitor";
import { parseSha256, type Sha256 } from "@/lib/server/blobs/store";
import type { Deps } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import type { ShareData, SharedImage } from "@/lib/contracts/share-view";
import { FileNames } from "@/lib/server/domain/downloads/file-names";
import { type ZipEntry, zipStream } from "@/lib/server/domain/export/zip";
import { blobStore } from "@/lib/server/domain/images/storage";
import { openStripped, statStripped, strippedMedia } from "@/lib/server/domain/images/stripped";
import { readVariant } from "@/lib/server/domain/images/variant";
import { loadShareData } from "@/lib/server/domain/shares/share-data";
import { AppError } from "@/lib/server/errors";
import { VARIANT_MEDIA } from "@/lib/server/imaging/variants";

const PREVIEW = "w1440";

/**
 * The images of a share as a ZIP, with a manifest of what the share shows about them: originals without metadata, or
 * previews. Throws `not_found` where downloads are off, and `too_many_attempts`.
 */
export async function openShareZip(
  visitor: Visitor,
  { clock }: Deps,
): Promise<ReadableStream<Uint8Array>> {
  const { share, address } = visitor;
  if (share.downloads === "off") throw new AppError("not_found");
  await countAttempts([{ limit: "share download", key: `${share.id} ${addressKey(address)}` }]);
  const data = await loadShareData(visitor);
  return zipStream(listEntries(visitor, data, clock.now()));
}

async function* listEntries(
  { share }: Visitor,
  data: ShareData,
  now: Date,
): AsyncGenerator<ZipEntry> {
  const names = new FileNames();
  const files: (Omit<SharedImage, "thumbhash" | "alt" | "parentId"> & { file: string })[] = [];
  for (const image of data.images) {
    const found = await findBlob(image.id, share.workspaceId);
    if (found === null) continue;
    const isOriginal = share.downloads === "originals";
    const media = isOriginal ? strippedMedia(found.media) : VARIANT_MEDIA;
    // Empty where prompts are hidden, which makes "picture-2.png".
    const file = names.take(image.alt, media);
    const { id, width, height, createdAt, prompt, settings, by } = image;
    files.push({ id, file, width, height, createdAt, prompt, settings, by });
    yield {
      name: file,
      mtime: new Date(image.createdAt),
      isCompressed: false,
      open: () => (isOriginal ? openOriginal(found) : openPreview(found.sha256)),
    };
  }
  const manifest = { format: "pentimento-share", version: 1, title: data.title, images: files };
  yield {
    name: MANIFEST_FILE,
    mtime: now,
    isCompressed: true,
    open: () => Readable.from([`${JSON.stringify(manifest, null, 2)}\n`]),
  };
}

type Found = { sha256: Sha256; media: string };

async function openOriginal({ sha256, media }: Found): Promise<Readable> {
  await statStripped(sha256, media);
  return openStripped(sha256);
}

async function openPreview(sha256: Sha256): Promise<Readable> {
  return Readable.from([await readVariant(sha256, PREVIEW)]);
}

/** Null if it was purged meanwhile, or its bytes are lost. */
async function findBlob(id: string, workspaceId: string): Promise<Found | null> {
  const row = await db.image.findFirst({
    where: { id, workspaceId, deletedAt: null },
    select: { sha256: true, blob: { select: { media: true } } },
  });
  if (row?.sha256 == null || row.blob === null) return null;
  const sha256 = parseSha256(row.sha256);
  return (await blobStore().has(sha256)) ? { sha256, media: row.blob.media } : null;
}
