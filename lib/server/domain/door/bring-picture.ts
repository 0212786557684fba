import "server-only";
import { createHash } from "node:crypto";
import type { ImageId } from "@/lib/contracts/ids";
import { authorizeImage, visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { readSignedAddress } from "@/lib/server/auth/signed-address";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import type { BroughtPicture } from "@/lib/server/domain/door/read-conversation";
import { fetchImage } from "@/lib/server/domain/images/fetch";
import { uploadImage } from "@/lib/server/domain/images/upload";
import { AppError } from "@/lib/server/errors";
import { splitDataUrl } from "@/lib/server/upstream/scan-data";

/**
 * The image that an address in a request stands for. One of ours is the image itself, and nothing is fetched; a data URL
 * is kept as an upload; all others go through the guarded fetcher. Throws what those throw, naming the place.
 */
export async function bringPicture(actor: Actor, picture: BroughtPicture): Promise<ImageId> {
  try {
    const own = readSignedAddress(picture.url);
    if (own !== null) return brandId((await authorizeImage(actor, own.imageId, "read")).id);
    if (!isDataUrl(picture.url)) return (await fetchImage(actor, picture.url)).id;
    const bytes = decodeDataUrl(picture.url);
    if (bytes === null) throw new AppError("unsupported_media");
    return (await uploadImage(actor, "picture", new Blob([bytes]).stream())).id;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { ...error.extra, field: picture.field });
  }
}

/**
 * The image of ours that an earlier answer showed: by its signed address, also where that has expired since, or by its
 * very bytes. Null for a picture of anybody else's. Throws `not_found` where it is ours and not the actor's to see.
 */
export async function findShownImage(actor: Actor, url: string): Promise<ImageId | null> {
  const own = readSignedAddress(url);
  if (own !== null) return brandId((await authorizeImage(actor, own.imageId, "read")).id);
  const bytes = isDataUrl(url) ? decodeDataUrl(url) : null;
  if (bytes === null) return null;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const row = await db.image.findFirst({
    where: { AND: [visibleImages(actor), { workspaceId: actor.workspaceId }], sha256 },
    orderBy: { createdAt: "desc" },
    select: { id: true },
  });
  return row === null ? null : brandId(row.id);
}

function isDataUrl(url: string): boolean {
  return /^data:/i.test(url);
}

function decodeDataUrl(url: string): Buffer<ArrayBuffer> | null {
  const data = splitDataUrl(url);
  return data?.isBase64 ? Buffer.from(data.payload, "base64") : null;
}
