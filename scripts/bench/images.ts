import { crc32 } from "node:zlib";
import sharp from "sharp";

/** A PNG available in any number of copies with different bytes and the same pixels. */
export interface PngSeries {
  /** Size of one copy in bytes. */
  byteLength: number;
  /** The copy with this index. */
  copy(index: number): Buffer;
  /**
   * The copy as base64, in pieces. Nearly all of it is one shared buffer, so that answering twenty at once costs this
   * process nothing.
   */
  base64(index: number): Buffer[];
}

/**
 * About 3 MB, 1536 × 1024, the usual size of an answer: a smooth image with grain, neither trivial nor hopeless to
 * compress.
 */
export function usualPng(): Promise<PngSeries> {
  return makeSeries(1536, 1024, 28);
}

/** About 19 MB, 25 MB as base64: a 4K answer. */
export function largePng(): Promise<PngSeries> {
  return makeSeries(3840, 2160, 54);
}

/** A three-colour gradient with `grain` levels of noise (of 256). */
async function makeSeries(width: number, height: number, grain: number): Promise<PngSeries> {
  const pixels = Buffer.allocUnsafe(width * height * 3);
  let state = 42;
  for (let at = 0; at < pixels.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const channel = at % 3;
    const x = ((at - channel) / 3) % width;
    const y = Math.floor(at / 3 / width);
    const light = 60 + (channel * 20 + (90 * x) / width + (60 * y) / height);
    pixels[at] = Math.min(255, light + (((state >>> 16) & 0xffff) * grain) / 0x10000);
  }
  const png = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 3, adaptiveFiltering: true })
    .toBuffer();
  return seriesOf(png);
}

const endLength = 12;
const chunkFrame = 12;

/** Copies differ in a comment chunk before the end, which decoders skip. */
function seriesOf(png: Buffer): PngSeries {
  const before = png.subarray(0, png.length - endLength);
  const end = png.subarray(png.length - endLength);
  const comment = (index: number) => textChunk(`Comment\0${String(index).padStart(8, "0")}`);
  const shared = before.length - (before.length % 3); // base64 goes by threes
  const sharedBase64 = Buffer.from(before.subarray(0, shared).toString("base64"), "latin1");
  return {
    byteLength: png.length + comment(0).length,
    copy: (index) => Buffer.concat([before, comment(index), end]),
    base64(index) {
      const rest = Buffer.concat([before.subarray(shared), comment(index), end]);
      return [sharedBase64, Buffer.from(rest.toString("base64"), "latin1")];
    },
  };
}

function textChunk(text: string): Buffer {
  const body = Buffer.from(`tEXt${text}`, "latin1");
  const chunk = Buffer.alloc(chunkFrame + body.length - 4);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), chunk.length - 4);
  return chunk;
}
