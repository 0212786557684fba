import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { KeptImage } from "@/lib/server/auth/access";
import type { Visitor } from "@/lib/server/auth/visitor";
import { parseSha256 } from "@/lib/server/blobs/store";
import { db } from "@/lib/server/db";
import { endingOf } from "@/lib/server/domain/images/file-name";
import { blobStore } from "@/lib/server/domain/images/storage";
import { openStripped, statStripped, strippedMedia } from "@/lib/server/domain/images/stripped";
import { statVariant } from "@/lib/server/domain/images/variant";
import { sharedFileStem } from "@/lib/server/domain/shares/file-stem";
import { authorizeShared, type Shared } from "@/lib/server/domain/shares/shown";
import { AppError } from "@/lib/server/errors";
import { bytesResponse } from "@/lib/server/http/bytes";
import { isVariantName, VARIANT_MEDIA } from "@/lib/server/imaging/variants";

/**
 * The bytes of an image for a visitor: a derivative, or, where the share allows it, the original without metadata;
 * `?download` as a file. Throws `not_found`.
 */
export async function serveSharedImage(
  visitor: Visitor,
  { imageId, variant }: { imageId: string; variant: string },
  request: Request,
): Promise<Response> {
  const { downloads } = visitor.share;
  const isDownload = new URL(request.url).searchParams.has("download");
  const isOriginal = variant === "original";
  const isAllowed = isOriginal ? downloads === "originals" : !isDownload || downloads !== "off";
  if (!isAllowed || !z.uuid().safeParse(imageId).success) throw new AppError("not_found");
  const image = await authorizeShared(visitor, imageId);
  return isOriginal
    ? serveOriginal(visitor, image, request, isDownload)
    : serveVariant(visitor, image, variant, request, isDownload);
}

const dispositionOf = (isDownload: boolean) => (isDownload ? "attachment" : "inline");

/** Different for each link, so that it is worth nothing once the link has ended. */
function etagOf({ share }: Visitor, sha256: string, variant: string): string {
  const text = JSON.stringify([share.tokenHash, sha256, variant]);
  return createHash("sha256").update(text).digest("base64url");
}

async function serveOriginal(
  visitor: Visitor,
  image: Shared<KeptImage>,
  request: Request,
  isDownload: boolean,
): Promise<Response> {
  const sha256 = parseSha256(image.sha256);
  const blob = await db.blob.findUniqueOrThrow({ where: { sha256 }, select: { media: true } });
  const { byteLength } = await statStripped(sha256, blob.media);
  const media = strippedMedia(blob.media);
  return bytesResponse({
    request,
    size: byteLength,
    etag: etagOf(visitor, sha256, "original"),
    media,
    fileName: `${sharedFileStem(visitor, image)}.${endingOf(media)}`,
    disposition: dispositionOf(isDownload),
    open: (range) => openStripped(sha256, range),
  });
}

async function serveVariant(
  visitor: Visitor,
  image: Shared<KeptImage>,
  variant: string,
  request: Request,
  isDownload: boolean,
): Promise<Response> {
  const name = `w${variant}`;
  if (!isVariantName(name)) throw new AppError("not_found");
  const sha256 = parseSha256(image.sha256);
  const { byteLength } = await statVariant(sha256, name);
  return bytesResponse({
    request,
    size: byteLength,
    etag: etagOf(visitor, sha256, name),
    media: VARIANT_MEDIA,
    fileName: `${sharedFileStem(visitor, image)}.${endingOf(VARIANT_MEDIA)}`,
    disposition: dispositionOf(isDownload),
    open: (range) => blobStore().openDerivative(sha256, name, range),
  });
}
