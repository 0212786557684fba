import "server-only";
import sharp from "sharp";
import {
  decodeWithin,
  identify,
  isTurnedByExif,
  MAX_PIXELS,
  runHeavy,
  withMended,
  type PictureSource,
} from "./engine";
import { ImagingError, toImagingError } from "./errors";
import type { Media } from "./magic";

/** What an image's first bytes and headers contain. */
export interface Probe {
  readonly media: Media;
  /** In pixels as shown, after applying `orientation`. */
  readonly width: number;
  readonly height: number;
  /** EXIF's 1-8 if browsers apply it, else 1 (upright). */
  readonly orientation: number;
  readonly animated: boolean;
  /** There is an alpha channel; it may still be opaque everywhere. */
  readonly hasAlpha: boolean;
}

/**
 * Reads an image's type and size without decoding its pixels: quick, and safe against decompression bombs. Throws
 * `ImagingError` (`unsupported`, `corrupt`, `too_large_pixels`). A truncated file may pass: see `verifyDecodes`.
 */
export async function probe(source: PictureSource): Promise<Probe> {
  const media = await identify(source);
  try {
    // The limit is checked below by the header's size, not by matching an error message.
    const found = await withMended(source, (readable) =>
      sharp(readable, { limitInputPixels: false }).metadata(),
    );
    if (found.width * found.height > MAX_PIXELS) throw new ImagingError("too_large_pixels");
    const isTurned = isTurnedByExif(media);
    const { width, height } = isTurned ? found.autoOrient : found;
    return {
      media,
      width,
      height,
      orientation: isTurned ? (found.orientation ?? 1) : 1,
      animated: isMoving(media) && (found.pages ?? 1) > 1,
      hasAlpha: found.hasAlpha,
    };
  } catch (error) {
    throw toImagingError(error);
  }
}

/** In other types, pages are separate images or thumbnails. */
function isMoving(media: Media): boolean {
  return media === "image/gif" || media === "image/webp";
}

/**
 * Decodes the first frame to its last pixel; throws `ImagingError` if that fails, as for a truncated file. `derive`
 * finds the same faults: use one or the other.
 */
export async function verifyDecodes(source: PictureSource): Promise<void> {
  // Scaled down while it is read, so that the pixels are never all in memory. (sharp's `stats` would be the natural
  // choice, but it accepts a truncated interlaced PNG.)
  await runHeavy(() => decodeWithin(source, 64));
}
