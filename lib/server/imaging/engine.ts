import "server-only";
import { open } from "node:fs/promises";
import pLimit, { type LimitFunction } from "p-limit";
import sharp, { type Sharp } from "sharp";
import { ImagingError, toImagingError } from "./errors";
import { sniff, SNIFF_BYTES, type Media } from "./magic";
import { mend } from "./mend/mend";
import { unreadKind } from "./unread-kind";

/** The most pixels that are decoded: 40 million, an 8K image with room to spare. */
export const MAX_PIXELS = 40_000_000;

/**
 * How many images one process decodes at once, which bounds memory in a burst of answers: a plain 4K PNG needs little
 * more than its rows while it is read, but the worst image (40 million pixels, progressive, and rotated by its EXIF)
 * needs about 250 MB.
 */
const HEAVY_JOBS = 2;

/** The path of an image, or its bytes if already in memory. */
export type PictureSource = string | Buffer;

// libvips would cache decoded images for the next operation on the same file, which never happens here.
sharp.cache(false);
// Threads inside one job save little at these sizes, and each has its own buffers.
sharp.concurrency(1);

/** On globalThis: Next bundles this module once per entry, and the limit must hold per process. */
function heavyJobs(): LimitFunction {
  const key = Symbol.for("pentimento.imaging.heavyJobs");
  const holder = globalThis as { [key]?: LimitFunction };
  return (holder[key] ??= pLimit(HEAVY_JOBS));
}

/** Whether this build of sharp decodes HEIC; the prebuilt ones do not, for lack of a patent licence. */
export function readsHeic(): boolean {
  return (sharp.format.heif.input.fileSuffix ?? []).includes(".heic");
}

/** Detects the media type by the first bytes. Throws `ImagingError` `unsupported` for anything else. */
export async function identify(source: PictureSource): Promise<Media> {
  const head = await firstBytes(source);
  const media = sniff(head);
  if (media === null || (media === "image/heic" && !readsHeic())) {
    throw new ImagingError("unsupported", {}, unreadKind(head));
  }
  return media;
}

async function firstBytes(source: PictureSource): Promise<Uint8Array> {
  if (typeof source !== "string") return source.subarray(0, SNIFF_BYTES);
  const handle = await open(source, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * Opens an image's first frame as browsers show it, upright, passes it to `use`, and returns its result. Only for types
 * that `identify` accepts: sharp would read SVG too. Throws `ImagingError` for an unknown type, and the decoder's
 * error.
 * `failOn: "error"` rejects truncated and broken data but ignores decoder warnings (an odd colour profile, stray bytes
 * between markers), since a paid image is not refused over a warning. A file that is refused although its pixels are
 * complete (see `mend`) is opened in its mended form, so `use` may run twice.
 */
export async function withPicture<T>(
  source: PictureSource,
  use: (picture: Sharp) => Promise<T>,
): Promise<T> {
  return withMended(source, (readable, media) =>
    use(
      sharp(readable, {
        autoOrient: isTurnedByExif(media),
        failOn: "error",
        limitInputPixels: MAX_PIXELS,
        sequentialRead: true,
      }),
    ),
  );
}

/**
 * Whether browsers apply the EXIF orientation of this type. Chromium ignores it in WebP, so derivatives and what the
 * model gets ignore it too: the original is served unchanged, and all three must look alike.
 */
export function isTurnedByExif(media: Media): boolean {
  return media !== "image/webp";
}

/** Runs `read` on the image; if it is corrupt, once more on its mended form, if there is one. */
export async function withMended<T>(
  source: PictureSource,
  read: (readable: PictureSource, media: Media) => Promise<T>,
): Promise<T> {
  const media = await identify(source);
  try {
    return await read(source, media);
  } catch (error) {
    const named = toImagingError(error);
    if (!(named instanceof ImagingError) || named.reason !== "corrupt") throw error;
    const mended = await mend(source, media);
    if (mended === null) throw error;
    return read(mended, media);
  }
}

/** Decoded pixels, 8 bits per channel, in sRGB. */
export interface RawPicture {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
}

/** A sharp pipeline over pixels that were decoded before. */
export function fromRaw({ data, width, height, channels }: RawPicture): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: MAX_PIXELS });
}

/** Decodes an image once, upright, scaled down (never up) to fit inside a square of `edgePx`. Throws `ImagingError`. */
export async function decodeWithin(source: PictureSource, edgePx: number): Promise<RawPicture> {
  const { data, info } = await withPicture(source, (picture) =>
    picture
      .resize(edgePx, edgePx, { fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true }),
  );
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/**
 * Runs decoding work once one of the process's `HEAVY_JOBS` slots is free, and converts its failures to `ImagingError`.
 */
export async function runHeavy<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await heavyJobs()(work);
  } catch (error) {
    throw toImagingError(error);
  }
}
