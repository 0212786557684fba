import "server-only";
import {
  type FormatName,
  mediaOfFormat,
  type PictureFormat,
  variantOfFormat,
} from "@/lib/contracts/picture-format";
import type { CompatImage } from "@/lib/server/domain/compat-orders/outcome";
import { openConverted, statConverted } from "@/lib/server/domain/images/converted";
import { blobStore } from "@/lib/server/domain/images/storage";
import type { SignAddress } from "@/lib/server/domain/shares/addresses";
import { originOf } from "@/lib/server/request/read-peer";
import { errorFields, log } from "@/lib/server/log";

/** The studio's origin as the caller reached it. */
export function originText(headers: Headers): string {
  const { protocol, host } = originOf(headers);
  return `${protocol}://${host}`;
}

/** An image and its output format; null for the original. */
export type ServedPicture = { picture: CompatImage; format: PictureFormat | null };

/**
 * Prepares an image in the requested format. One that cannot be converted is returned unchanged: it is paid for, and
 * clients detect its type from the bytes and from `output_format` in the answer.
 */
export async function inFormat(
  picture: CompatImage,
  requested: { name: FormatName; compression: number | null } | null,
): Promise<ServedPicture> {
  if (requested === null) return { picture, format: null };
  const isUnchanged = picture.media === mediaOfFormat(requested.name);
  // PNG is lossless: there is nothing to compress further.
  const isCompressed = requested.compression !== null && requested.name !== "png";
  if (isUnchanged && !isCompressed) return { picture, format: null };
  // OpenAI's scale begins at 0, the encoders' at 1.
  const quality = Math.max(1, requested.compression ?? QUALITY);
  const format = { format: requested.name, quality: requested.name === "png" ? 100 : quality };
  try {
    await statConverted(picture.sha256, format);
    return { picture, format };
  } catch (error) {
    log.warn({ ...errorFields(error), imageId: picture.imageId }, "a picture was not converted");
    return { picture, format: null };
  }
}

const QUALITY = 90;

/**
 * A signed address that shows the image without an account for a day; where the workspace's policy allows none, the
 * image itself as a data URL.
 */
export async function* addressOf(
  picture: CompatImage,
  { origin, sign }: { origin: string; sign: SignAddress },
  format: PictureFormat | null = null,
): AsyncGenerator<string> {
  const variant = format === null ? "original" : variantOfFormat(format);
  const path = await sign(picture.imageId, variant);
  if (path !== null) {
    yield origin + path;
    return;
  }
  yield `data:${format === null ? picture.media : mediaOfFormat(format.format)};base64,`;
  yield* base64Of(picture, format);
}

/** An image's bytes in base64, read as they are written: at most one chunk is in memory. */
export async function* base64Of(
  { sha256 }: CompatImage,
  format: PictureFormat | null = null,
): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  const bytes: AsyncIterable<Uint8Array> =
    format === null ? await blobStore().open(sha256) : await openConverted(sha256, format);
  for await (const chunk of bytes) {
    const whole = Buffer.concat([rest, chunk]);
    // Three bytes are four characters; the rest waits for the next chunk.
    const end = whole.length - (whole.length % 3);
    yield whole.toString("base64", 0, end);
    rest = whole.subarray(end);
  }
  yield rest.toString("base64");
}
