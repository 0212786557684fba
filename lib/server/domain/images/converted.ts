import "server-only";
import type { Readable } from "node:stream";
import { type PictureFormat, variantOfFormat } from "@/lib/contracts/picture-format";
import type { ByteRange, Sha256 } from "@/lib/server/blobs/store";
import { blobStore } from "@/lib/server/domain/images/storage";
import { convertPicture } from "@/lib/server/imaging/convert";

/**
 * Byte length of an image in another format. Converted once and kept as a derivative beside the original. Throws
 * `ImagingError` if the original cannot be decoded, `BlobStoreFull`.
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

/** Opens what `statConverted` made. Throws `BlobMissing` if it was not called before. */
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
