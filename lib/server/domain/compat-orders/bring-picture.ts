import "server-only";
import { createHash } from "node:crypto";
import type { ImageId } from "@/lib/contracts/ids";
import { authorizeImage, visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { readSignedAddress } from "@/lib/server/auth/signed-address";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import type { BroughtPicture } from "@/lib/server/domain/compat-orders/read-conversation";
import { fetchImage } from "@/lib/server/domain/images/fetch";
import { uploadImage } from "@/lib/server/domain/images/upload";
import { AppError } from "@/lib/server/errors";
import { splitDataUrl } from "@/lib/server/upstream/read/scan-data";

/**
 * The image that a picture of a request is. One of ours, by its address or by its very bytes, is the image itself, and
 * nothing is fetched or stored; other bytes are kept as an upload; other addresses go through the guarded fetcher.
 * Throws `invalid_field` for what is neither, and what those throw, naming the field.
 */
export async function bringPicture(actor: Actor, { url, field }: BroughtPicture): Promise<ImageId> {
  try {
    const own = ownAddress(url);
    if (own !== null) return brandId((await authorizeImage(actor, own, "read")).id);
    const bytes = bytesOf(url);
    if (bytes !== null) {
      const known = await findByBytes(actor, bytes);
      return known ?? (await uploadImage(actor, "picture", new Blob([bytes]).stream())).id;
    }
    if (URL.canParse(url)) return (await fetchImage(actor, url)).id;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { ...error.extra, field });
  }
  const hint = "neither a data URL, nor base64, nor an https address";
  throw new AppError("invalid_field", { field, details: { hint } });
}

/** The newest image that the actor may see with these very bytes; one that was made here before one that was brought. */
async function findByBytes(actor: Actor, bytes: Buffer): Promise<ImageId | null> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const row = await db.image.findFirst({
    where: { AND: [visibleImages(actor), { workspaceId: actor.workspaceId }], sha256 },
    orderBy: [{ origin: "asc" }, { createdAt: "desc" }],
    select: { id: true },
  });
  return row === null ? null : brandId(row.id);
}

/** No address of ours is longer; a picture in base64 is no address. */
const ADDRESS_MAX_CHARS = 2_000;

/** Whether an address names an image of ours, expired or not: nothing is fetched for it. */
export function isOwnAddress(url: string): boolean {
  return ownAddress(url) !== null;
}

function ownAddress(url: string): string | null {
  if (url.length > ADDRESS_MAX_CHARS || !/^(https?:|\/i\/)/i.test(url)) return null;
  return readSignedAddress(url)?.imageId ?? null;
}

/** Shorter than the smallest picture; a word that happens to be of base64's letters is no picture. */
const BASE64_MIN_CHARS = 32;

/** The bytes of a data URL or of plain base64; null for an address. Throws `unsupported_media` for other data. */
function bytesOf(url: string): Buffer<ArrayBuffer> | null {
  if (/^data:/i.test(url)) {
    const data = splitDataUrl(url);
    if (!data?.isBase64) throw new AppError("unsupported_media");
    return Buffer.from(data.payload.replaceAll(/%2b/gi, "+").replaceAll(/%2f/gi, "/"), "base64");
  }
  const isBase64 = url.length >= BASE64_MIN_CHARS && /^[A-Za-z0-9+/_\s-]+={0,2}\s*$/.test(url);
  return isBase64 ? Buffer.from(url, "base64") : null;
}
