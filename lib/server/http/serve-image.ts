import "server-only";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  formatOfVariant,
  mediaOfFormat,
  type PictureFormat,
  variantOfFormat,
} from "@/lib/contracts/picture-format";
import { parseSha256, type Sha256 } from "@/lib/server/blobs/store";
import { type Authorized, authorizeImage, type KeptImage } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { openConverted, statConverted } from "@/lib/server/domain/images/converted";
import { endingOf, toFileStem } from "@/lib/server/domain/images/file-name";
import { readWithRecipe } from "@/lib/server/domain/images/recipe";
import { blobStore } from "@/lib/server/domain/images/storage";
import { statVariant } from "@/lib/server/domain/images/variant";
import { noteAddressOpening } from "@/lib/server/domain/shares/address-openings";
import { openSignedAddress } from "@/lib/server/domain/shares/addresses";
import { AppError } from "@/lib/server/errors";
import { bytesResponse } from "@/lib/server/http/bytes";
import { peerOf } from "@/lib/server/request/read-peer";
import { isVariantName, VARIANT_MEDIA, type VariantName } from "@/lib/server/imaging/variants";

/**
 * The bytes of an image for an actor who may see it: the original, with `?recipe` including how it was made, or a
 * derivative. Those who may restore an image see it in the trash. Throws `not_found` for a missing or foreign image, or
 * an unknown variant, and `no_recipe`.
 */
export async function serveImage(
  actor: Actor,
  imageId: string,
  variant: string,
  request: Request,
): Promise<Response> {
  const image = await authorizeImage(actor, imageId, "read", undefined, { includeTrashed: true });
  const wantsRecipe = variant === "original" && new URL(request.url).searchParams.has("recipe");
  return wantsRecipe ? serveWithRecipe(actor, image, request) : serveBytes(image, variant, request);
}

/** A file to save: the original with its recipe. */
async function serveWithRecipe(
  actor: Actor,
  image: Authorized<KeptImage, "read">,
  request: Request,
): Promise<Response> {
  const bytes = await readWithRecipe(actor, image);
  const { media } = await db.blob.findUniqueOrThrow({ where: { sha256: image.sha256 } });
  return bytesResponse({
    request,
    size: bytes.length,
    etag: createHash("sha256").update(bytes).digest("hex"),
    media,
    fileName: `${toFileStem(image.name)}.${endingOf(media)}`,
    disposition: "attachment",
    open: ({ start, end } = { start: 0, end: bytes.length - 1 }) =>
      Readable.from([bytes.subarray(start, end + 1)]),
  });
}

/**
 * The bytes of an image for anyone with a signed address; counted as an opening unless it is a conditional or partial
 * request. Throws `not_found` as `openSignedAddress` does.
 */
export async function serveSignedImage(request: Request): Promise<Response> {
  const { address, image } = await openSignedAddress(request.url, { clock: systemClock });
  const variant = String(address.variant);
  // Only signed addresses name a format, so nobody else can make the studio convert images.
  const format = formatOfVariant(variant);
  const response =
    format === null
      ? await serveBytes(image, variant, request)
      : await serveConverted(image, format, request);
  if (request.method === "GET" && response.status === 200) {
    noteAddressOpening({
      shareId: address.shareId,
      workspaceId: image.workspaceId,
      address: peerOf(request.headers).address,
      userAgent: request.headers.get("user-agent") ?? "",
      now: systemClock.now(),
    });
  }
  // Revalidated each time, so that it ends with its share.
  response.headers.set("cache-control", "private, no-cache");
  // Signed images are meant to be embedded in other sites.
  response.headers.set("cross-origin-resource-policy", "cross-origin");
  response.headers.set("referrer-policy", "no-referrer");
  response.headers.set("x-robots-tag", "noindex");
  return response;
}

async function serveBytes(
  image: Pick<KeptImage, "sha256" | "name">,
  variant: string,
  request: Request,
): Promise<Response> {
  const sha256 = parseSha256(image.sha256);
  if (variant === "original") return serveOriginal(sha256, image.name, request);
  const name = `w${variant}`;
  if (!isVariantName(name)) throw new AppError("not_found");
  return serveVariant(sha256, name, image.name, request);
}

/** `?download` saves the image as a file, whatever its size. */
function dispositionOf(request: Request): "attachment" | "inline" {
  return new URL(request.url).searchParams.has("download") ? "attachment" : "inline";
}

async function serveOriginal(sha256: Sha256, name: string, request: Request): Promise<Response> {
  const blob = await db.blob.findUniqueOrThrow({ where: { sha256 } });
  return bytesResponse({
    request,
    size: blob.byteCount,
    etag: sha256,
    media: blob.media,
    fileName: `${toFileStem(name)}.${endingOf(blob.media)}`,
    disposition: dispositionOf(request),
    open: (range) => blobStore().open(sha256, range),
  });
}

async function serveConverted(
  image: Pick<KeptImage, "sha256" | "name">,
  format: PictureFormat,
  request: Request,
): Promise<Response> {
  const sha256 = parseSha256(image.sha256);
  const { byteLength } = await statConverted(sha256, format);
  const media = mediaOfFormat(format.format);
  return bytesResponse({
    request,
    size: byteLength,
    etag: `${sha256}.${variantOfFormat(format)}`,
    media,
    fileName: `${toFileStem(image.name)}.${endingOf(media)}`,
    disposition: new URL(request.url).searchParams.has("download") ? "attachment" : "inline",
    open: (range) => openConverted(sha256, format, range),
  });
}

async function serveVariant(
  sha256: Sha256,
  variant: VariantName,
  name: string,
  request: Request,
): Promise<Response> {
  const store = blobStore();
  const stat = await statVariant(sha256, variant);
  return bytesResponse({
    request,
    size: stat.byteLength,
    etag: `${sha256}.${variant}`,
    media: VARIANT_MEDIA,
    fileName: `${toFileStem(name)}-${variant}.${endingOf(VARIANT_MEDIA)}`,
    disposition: dispositionOf(request),
    open: (range) => store.openDerivative(sha256, variant, range),
  });
}
