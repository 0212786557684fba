import "server-only";
import { open } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { ImagingError, toImagingError } from "./errors";
import { createLimiter, type Limiter } from "./limiter";
import { sniff, SNIFF_BYTES, type Media } from "./magic";
import { mend } from "./mend/mend";
import { unreadKind } from "./unread-kind";

/** The most pixels that are decoded: 40 million, as many as an 8K picture with room to spare. */
export const MAX_PIXELS = 40_000_000;

/**
 * How many pictures are decoded at once in one process. This is what bounds the memory of a burst of answers: a plain
 * 4K PNG takes little more than its rows while it is read, but the worst picture (40 million pixels, progressive, and
 * turned by its EXIF) needs about 250 MB.
 */
const HEAVY_JOBS = 2;

/** A picture on disk, or one that is in memory anyway. */
export type PictureSource = string | Buffer;

// libvips would keep decoded pictures for a next operation on the same file, which never comes here.
sharp.cache(false);
// Threads inside one job: more of them save little at these sizes, and each holds its own buffers.
sharp.concurrency(1);

/** Next bundles a module once per entry, so what must be one per process cannot live in the module. */
function heavyJobs(): Limiter {
  const key = Symbol.for("pentimento.imaging.heavyJobs");
  const holder = globalThis as { [key]?: Limiter };
  return (holder[key] ??= createLimiter(HEAVY_JOBS));
}

/** True where this build of sharp decodes HEIC; the prebuilt ones do not, for want of a patent licence. */
export function readsHeic(): boolean {
  return (sharp.format.heif.input.fileSuffix ?? []).includes(".heic");
}

/** The kind of picture by its first bytes. Throws `ImagingError` `unsupported` for anything else. */
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
 * Opens a picture's first frame as browsers show it, upright, hands it to `use`, and gives what comes of it. Only for kinds that `identify`
 * knows: sharp would take an SVG, too. Throws `ImagingError` for an unknown kind, and the decoder's error.
 *
 * `failOn: "error"` finds truncated and broken data, and lets pass what decoders only warn of (an odd colour profile,
 * stray bytes between markers), since a paid picture is not refused over a warning. A file that is refused although its
 * pixels are whole (see `mend`) is opened in its mended form, so `use` may run twice.
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
 * Whether browsers turn pictures of this kind as their EXIF says. Chromium shows a WebP as its pixels are, so its previews
 * and what the model gets are not turned either: the original is served as it came, and all three must look alike.
 */
export function isTurnedByExif(media: Media): boolean {
  return media !== "image/webp";
}

/** Runs `read` on the picture, and where that finds it corrupt once more on its mended form, if it has one. */
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

/** Goes on from pixels that were decoded before. */
export function fromRaw({ data, width, height, channels }: RawPicture): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: MAX_PIXELS });
}

/**
 * Decodes a picture once, upright, scaled down (never up) to fit inside a square of `edgePx`.
 * Throws `ImagingError`.
 */
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
 * Runs work that decodes, when one of the process's `HEAVY_JOBS` places is free, and names its failures
 * (`ImagingError`).
 */
export async function runHeavy<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await heavyJobs().run(work);
  } catch (error) {
    throw toImagingError(error);
  }
}
