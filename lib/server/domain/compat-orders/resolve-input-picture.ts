import "server-only";
import { createHash } from "node:crypto";
import type { ImageId } from "@/lib/contracts/ids";
import { authorizeImage, visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { readSignedAddress } from "@/lib/server/auth/signed-address";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import type { InputPicture } from "@/lib/server/domain/compat-orders/read-conversation";
import { fetchImage } from "@/lib/server/domain/images/fetch";
import { uploadImage } from "@/lib/server/domain/images/upload";
import { AppError } from "@/lib/server/errors";
import { splitDataUrl } from "@/lib/server/upstream/read/scan-data";

/**
 * Resolves a picture of a request to an image. One of this instance, by its address or its exact bytes, is reused
 * without fetching or storing; other bytes are stored as an upload; other addresses go through the guarded fetcher.
 * @throws AppError `invalid_field` for anything else, and the errors of upload and fetch, each with the field
 */
export async function resolveInputPicture(
  actor: Actor,
  { url, field }: InputPicture,
): Promise<ImageId> {
  try {
    const own = ownAddress(url);
    if (own !== null) return brandId((await authorizeImage(actor, own, "read")).id);
    const bytes = bytesOf(url);
    if (bytes !== null) {
      const known = await findByBytes(actor, bytes);
      return (
        known ??
        (await uploadImage(actor, { name: "picture", bytes: new Blob([bytes]).stream() })).id
      );
    }
    if (URL.canParse(url)) return (await fetchImage(actor, url)).id;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { ...error.extra, field });
  }
  const hint = "neither a data URL, nor base64, nor an https address";
  throw new AppError("invalid_field", { field, details: { hint } });
}

/** The newest image with exactly these bytes that the actor may see, generated images first. */
async function findByBytes(actor: Actor, bytes: Buffer): Promise<ImageId | null> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const row = await db.image.findFirst({
    where: { AND: [visibleImages(actor), { workspaceId: actor.workspaceId }], sha256 },
    orderBy: [{ origin: "asc" }, { createdAt: "desc" }],
    select: { id: true },
  });
  return row === null ? null : brandId(row.id);
}

/** No address of this instance is longer; a longer text is base64. */
const ADDRESS_MAX_CHARS = 2_000;

/** Whether an address names an image of this instance, expired or not; nothing is fetched. */
export function isOwnAddress(url: string): boolean {
  return ownAddress(url) !== null;
}

function ownAddress(url: string): string | null {
  if (url.length > ADDRESS_MAX_CHARS || !/^(https?:|\/s\/i\/)/i.test(url)) return null;
  return readSignedAddress(url)?.imageId ?? null;
}

/** Shorter than the smallest image, so that a word of base64 letters does not count as one. */
const BASE64_MIN_CHARS = 32;

/**
 * The bytes of a data URL or of plain base64; null for an address.
 * @throws AppError `unsupported_media` for other data URLs
 */
function bytesOf(url: string): Buffer<ArrayBuffer> | null {
  if (/^data:/i.test(url)) {
    const data = splitDataUrl(url);
    if (!data?.isBase64) throw new AppError("unsupported_media");
    return Buffer.from(data.payload.replaceAll(/%2b/gi, "+").replaceAll(/%2f/gi, "/"), "base64");
  }
  const isBase64 = url.length >= BASE64_MIN_CHARS && /^[A-Za-z0-9+/_\s-]+={0,2}\s*$/.test(url);
  return isBase64 ? Buffer.from(url, "base64") : null;
}
