import "server-only";
import type { Readable } from "node:stream";
import { type PictureFormat, variantOfFormat } from "@/lib/contracts/picture-format";
import type { ByteRange, Sha256 } from "@/lib/server/blobs/store";
import { blobStore } from "@/lib/server/domain/images/storage";
import { convertPicture } from "@/lib/server/imaging/convert";

/**
 * How long a picture is in another format. Made once and kept beside the original, which stays as it came.
 * Throws `ImagingError` where the original cannot be decoded, `BlobStoreFull`.
 */
export async function statConverted(
  sha256: Sha256,
  format: PictureFormat,
): Promise<{ byteLength: number }> {
  const store = blobStore();
  const name = derivativeName(format);
  const kept = await store.statDerivative(sha256, name);
  if (kept !== null) return kept;
  const bytes = await store.withLocalFile(sha256, (path) => convertPicture(path, format));
  await store.putDerivative(sha256, name, bytes);
  return { byteLength: bytes.length };
}

/** The bytes of what `statConverted` has made. Throws `BlobMissing` where it was not called. */
export function openConverted(
  sha256: Sha256,
  format: PictureFormat,
  range?: ByteRange,
): Promise<Readable> {
  return blobStore().openDerivative(sha256, derivativeName(format), range);
}

function derivativeName(format: PictureFormat): string {
  return `as-${variantOfFormat(format)}`;
}
