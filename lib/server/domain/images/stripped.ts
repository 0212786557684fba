import "server-only";
import type { Readable } from "node:stream";
import { readFile } from "node:fs/promises";
import type { FormatName } from "@/lib/contracts/picture-format";
import type { ByteRange, Sha256 } from "@/lib/server/blobs/store";
import { blobStore } from "@/lib/server/domain/images/storage";
import { convertPicture } from "@/lib/server/imaging/convert";
import { stripMetadata } from "@/lib/server/imaging/strip";

const STRIPPED = "stripped";
const QUALITY = 95;
const FORMATS: Record<string, FormatName> = {
  "image/png": "png",
  "image/jpeg": "jpeg",
  "image/webp": "webp",
};

/** The content type of what `statStripped` makes: formats other than PNG, JPEG and WebP become PNG. */
export function strippedMedia(media: string): `image/${FormatName}` {
  return `image/${FORMATS[media] ?? "png"}`;
}

/**
 * Byte length of an original without metadata (see imaging/strip.ts), made once and kept beside it. A file whose
 * metadata cannot be taken out is encoded again. Throws `ImagingError` if it cannot be decoded, `BlobStoreFull`.
 */
export async function statStripped(sha256: Sha256, media: string): Promise<{ byteLength: number }> {
  const store = blobStore();
  const kept = await store.statDerivative(sha256, STRIPPED);
  if (kept !== null) return kept;
  const bytes = await store.withLocalFile(
    sha256,
    async (path) =>
      (FORMATS[media] === undefined ? null : await stripMetadata(await readFile(path))) ??
      convertPicture(path, { format: FORMATS[media] ?? "png", quality: QUALITY }),
  );
  await store.putDerivative(sha256, STRIPPED, bytes);
  return { byteLength: bytes.length };
}

/** Opens what `statStripped` made. */
export function openStripped(sha256: Sha256, range?: ByteRange): Promise<Readable> {
  return blobStore().openDerivative(sha256, STRIPPED, range);
}
