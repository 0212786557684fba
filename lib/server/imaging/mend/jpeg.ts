import "server-only";
import sharp from "sharp";
import { readScans } from "./jpeg-scans";

const END_MARK = Buffer.from([0xff, 0xd9]);
/** Contains no marker; as image data it draws something visible. */
const FILLER = Buffer.from(Array.from({ length: 64 }, (_, n) => (n * 37 + 0x5b) % 255));
/** Decodes at 1/8, one pixel per block of 8 × 8: the blocks' means are compared. */
const SCALE = 8;
/** Tolerated at the far corner, in scaled pixels: a last block that lacks a few bits is no loss. */
const CORNER_PX = 3;
const MAX_PIXELS = 40_000_000;

/** Completes a JPEG whose end marker is missing; null if image data is missing. */
export async function mendJpeg(bytes: Buffer): Promise<Buffer | null> {
  const scans = readScans(bytes);
  if (scans === null || scans.hasEndMark || !scans.hasAll) return null;
  const body = bytes.subarray(0, scans.end);
  const mended = Buffer.concat([body, END_MARK]);
  const isWhole = scans.isProgressive
    ? await decodesWithoutWarning(mended)
    : await ignoresWhatFollows(mended, Buffer.concat([body, FILLER, END_MARK]), scans.width);
  return isWhole ? mended : null;
}

/** A progressive JPEG is decoded before its first row is returned, so every warning comes in time. */
async function decodesWithoutWarning(bytes: Buffer): Promise<boolean> {
  return sharp(bytes, { failOn: "warning", limitInputPixels: MAX_PIXELS })
    .resize(64, 64, { fit: "inside" })
    .raw()
    .toBuffer()
    .then(
      () => true,
      () => false,
    );
}

/**
 * The decoder fills missing data with what follows. So the data is complete exactly if different bytes behind it change
 * nothing.
 */
async function ignoresWhatFollows(one: Buffer, other: Buffer, width: number): Promise<boolean> {
  const decode = (bytes: Buffer) =>
    sharp(bytes, { failOn: "none", limitInputPixels: MAX_PIXELS, sequentialRead: true })
      .resize(Math.max(1, Math.ceil(width / SCALE)))
      .raw()
      .toBuffer({ resolveWithObject: true });
  try {
    const [first, second] = [await decode(one), await decode(other)];
    const { width: columns, height: rows, channels } = first.info;
    for (let at = 0; at < first.data.length; at += 1) {
      if (first.data[at] === second.data[at]) continue;
      const pixel = Math.floor(at / channels);
      const isCorner =
        Math.floor(pixel / columns) >= rows - CORNER_PX && pixel % columns >= columns - CORNER_PX;
      if (!isCorner) return false;
    }
    return true;
  } catch {
    return false;
  }
}
