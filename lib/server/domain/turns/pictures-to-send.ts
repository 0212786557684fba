import "server-only";
import { buffer } from "node:stream/consumers";
import { parseSha256, type Sha256 } from "@/lib/server/blobs/store";
import { blobStore } from "@/lib/server/domain/images/storage";
import { AppError } from "@/lib/server/errors";
import type { Image } from "@/lib/server/generated/prisma/client";
import { normaliseForUpstream, type UpstreamMedia } from "@/lib/server/imaging/normalise";
import { probe } from "@/lib/server/imaging/probe";
import type { PictureToSend } from "@/lib/server/upstream/send/compile";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";

/** An image smaller than this loses its purpose, so the advised total is exceeded instead. */
const MIN_TARGET_BYTES = 200_000;

/**
 * Prepares images for the upstream: upright, without metadata, within the profile's advised sizes for each and for all.
 * Results are stored as derivatives, so that refining the same image again reads one small file.
 * Throws `image_purged`.
 */
export async function preparePictures(
  profile: ModelProfile,
  base: Image | null,
  references: readonly Image[],
): Promise<PictureToSend[]> {
  const images = base === null ? references : [base, ...references];
  const share = Math.floor(profile.references.advisedBytesTotal / Math.max(1, images.length));
  const targetBytes = Math.min(
    profile.references.advisedBytesEach,
    Math.max(share, MIN_TARGET_BYTES),
  );
  const pictures: PictureToSend[] = [];
  for (const image of images) {
    if (image.sha256 === null) throw new AppError("image_purged");
    const ready = await prepareOne(profile, parseSha256(image.sha256), targetBytes);
    pictures.push({
      imageId: image.id,
      label: image.name,
      role: image.id === base?.id && pictures.length === 0 ? "base" : "reference",
      ...ready,
    });
  }
  return pictures;
}

type Ready = Pick<PictureToSend, "media" | "byteLength" | "width" | "height" | "read">;

async function prepareOne(
  profile: ModelProfile,
  sha256: Sha256,
  targetBytes: number,
): Promise<Ready> {
  const { formats, maxBytesEach, maxEdgePx } = profile.references;
  const store = blobStore();
  const variant = `up-${targetBytes}-${maxEdgePx}-${formats.map((format) => format.slice(6, 7)).join("")}`;
  const read = async () => buffer(await store.openDerivative(sha256, variant));
  const kept = await store.statDerivative(sha256, variant);
  if (kept !== null) {
    const { media, width, height } = await probe(await read());
    return { media: asUpstreamMedia(media), byteLength: kept.byteLength, width, height, read };
  }
  const normalised = await store.withLocalFile(sha256, (path) =>
    normaliseForUpstream(path, { formats, maxBytesEach, targetBytes, maxEdgePx }),
  );
  await store.putDerivative(sha256, variant, normalised.buffer);
  const { media, width, height } = normalised;
  return { media, byteLength: normalised.buffer.length, width, height, read };
}

/** `normaliseForUpstream` produces one of the three formats that an upstream accepts. */
function asUpstreamMedia(media: string): UpstreamMedia {
  if (media === "image/png" || media === "image/webp") return media;
  return "image/jpeg";
}
