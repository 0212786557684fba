import "server-only";
import sharp from "sharp";
import { readScans } from "./jpeg-scans";

const END_MARK = Buffer.from([0xff, 0xd9]);
/** No marker is among these; as picture data they paint something. */
const FILLER = Buffer.from(Array.from({ length: 64 }, (_, n) => (n * 37 + 0x5b) % 255));
/** One pixel stands for a block of 8 × 8: what is compared is the blocks' means. */
const SCALE = 8;
/** At the far corner, in pixels of the small picture: one last block that lacks a few bits is no loss. */
const CORNER_PX = 3;
const MAX_PIXELS = 40_000_000;

/** A JPEG that ends without its end mark, with the mark; null where picture data is missing. */
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

/** A progressive JPEG is decoded before its first row is given, so every complaint comes in time. */
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
 * The decoder fills up what is missing with what comes next. So the data is complete exactly if other bytes behind it
 * change nothing.
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
