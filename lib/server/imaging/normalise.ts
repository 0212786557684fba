import "server-only";
import { decodeWithin, fromRaw, runHeavy, type PictureSource, type RawPicture } from "./engine";

export type UpstreamMedia = "image/png" | "image/jpeg" | "image/webp";

/** An upstream's limits for input images, from its profile. */
export interface UpstreamLimits {
  /** Must include JPEG, the one format that can always meet the limits. */
  readonly formats: readonly UpstreamMedia[];
  /** The upstream refuses more. */
  readonly maxBytesEach: number;
  /** The size to aim for; never above `maxBytesEach`, and at least 8 KiB, so that every image can reach it. */
  readonly targetBytes: number;
  /** The longest edge, in pixels. */
  readonly maxEdgePx: number;
}

export interface NormalisedPicture {
  readonly buffer: Buffer;
  readonly media: UpstreamMedia;
  readonly width: number;
  readonly height: number;
}

const JPEG_QUALITIES = [90, 84, 76, 68] as const;
const SHRINK = 0.75;
const LEAST_TARGET_BYTES = 8 * 1024;

/**
 * Converts any image to one that an upstream accepts: upright, sRGB, without metadata, in an accepted format, inside
 * `maxEdgePx` (never enlarged) and at most `targetBytes` long. Transparency is kept if PNG or WebP is accepted and it
 * fits; otherwise it becomes white. First the quality is reduced (90 to 68), then the edges.
 * Throws `ImagingError` for the image's faults and `RangeError` for limits that cannot be met.
 */
export async function normaliseForUpstream(
  source: PictureSource,
  limits: UpstreamLimits,
): Promise<NormalisedPicture> {
  const budget = Math.min(limits.targetBytes, limits.maxBytesEach);
  if (!limits.formats.includes("image/jpeg")) throw new RangeError("an upstream must take JPEG");
  if (budget < LEAST_TARGET_BYTES) throw new RangeError("at least 8 KiB for a picture");
  if (limits.maxEdgePx < 1) throw new RangeError("at least one pixel an edge");

  return runHeavy(async () => {
    const picture = await decodeWithin(source, limits.maxEdgePx);
    return (
      (await encodeTransparent(picture, limits.formats, budget)) ??
      (await encodeJpeg(picture, budget))
    );
  });
}

/** Null if nothing is transparent, or if it does not fit. */
async function encodeTransparent(
  picture: RawPicture,
  formats: readonly UpstreamMedia[],
  budget: number,
): Promise<NormalisedPicture | null> {
  if (picture.channels === 1 || picture.channels === 3) return null;
  if ((await fromRaw(picture).stats()).isOpaque) return null;
  const { width, height } = picture;
  if (formats.includes("image/png")) {
    const buffer = await fromRaw(picture).png().toBuffer();
    if (buffer.length <= budget) return { buffer, media: "image/png", width, height };
  }
  if (formats.includes("image/webp")) {
    const buffer = await fromRaw(picture).webp({ quality: 90, effort: 2 }).toBuffer();
    if (buffer.length <= budget) return { buffer, media: "image/webp", width, height };
  }
  return null;
}

async function encodeJpeg(picture: RawPicture, budget: number): Promise<NormalisedPicture> {
  for (let scale = 1; ; scale *= SHRINK) {
    const width = Math.max(1, Math.round(picture.width * scale));
    const height = Math.max(1, Math.round(picture.height * scale));
    for (const quality of JPEG_QUALITIES) {
      const buffer = await fromRaw(picture)
        .resize(width, height, { fit: "fill" })
        .flatten({ background: "#ffffff" })
        .jpeg({ quality })
        .toBuffer();
      if (buffer.length <= budget) return { buffer, media: "image/jpeg", width, height };
    }
  }
}
