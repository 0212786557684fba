import "server-only";
import { buffer } from "node:stream/consumers";
import type { Sha256 } from "@/lib/server/blobs/store";
import { blobStore } from "@/lib/server/domain/images/storage";
import { derive, type KeepVariant } from "@/lib/server/imaging/derive";
import type { VariantName } from "@/lib/server/imaging/variants";

/** Byte length of one derivative. Rebuilds it from the original if it is missing (power cut, restored backup). */
export async function statVariant(
  sha256: Sha256,
  variant: VariantName,
): Promise<{ byteLength: number }> {
  return (await blobStore().statDerivative(sha256, variant)) ?? rebuild(sha256, variant);
}

/** One derivative as WebP: a few dozen kilobytes, a few hundred for the largest. */
export async function readVariant(sha256: Sha256, variant: VariantName): Promise<Buffer> {
  await statVariant(sha256, variant);
  return buffer(await blobStore().openDerivative(sha256, variant));
}

async function rebuild(sha256: Sha256, variant: VariantName): Promise<{ byteLength: number }> {
  const store = blobStore();
  let byteLength = 0;
  const keep: KeepVariant = async (name, bytes) => {
    await store.putDerivative(sha256, name, bytes);
    if (name === variant) byteLength = bytes.length;
  };
  await store.withLocalFile(sha256, (path) => derive(path, keep));
  return { byteLength };
}
