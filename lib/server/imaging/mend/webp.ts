import "server-only";
import sharp from "sharp";

const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const MAX_PIXELS = 40_000_000;
/** Chunks with pixels: without one of these, nothing is shown. */
const PIXELS = new Set(["VP8 ", "VP8L", "ANMF"]);

/**
 * Corrects a WebP with wrong sizes (a wrong RIFF size, a missing padding byte, a truncated chunk behind the image).
 * Null if its pixels are incomplete.
 */
export async function mendWebp(bytes: Buffer): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let hasPixels = false;
  let isShort = false;
  for (let at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= bytes.length;) {
    const type = bytes.toString("latin1", at, at + 4);
    if (!/^[A-Za-z0-9 ]{4}$/.test(type)) break;
    const size = bytes.readUInt32LE(at + 4);
    const content = bytes.subarray(at + CHUNK_HEADER_BYTES, at + CHUNK_HEADER_BYTES + size);
    // Only a still image may lack its last bytes: a truncated frame is useless.
    const isCut = content.length < size;
    if (isCut && (type === "ANMF" || hasPixels)) break;
    chunks.push(framed(type, content));
    hasPixels ||= PIXELS.has(type);
    isShort ||= isCut;
    at += CHUNK_HEADER_BYTES + size + (size % 2);
  }
  if (!hasPixels) return null;
  const body = Buffer.concat(chunks);
  const header = Buffer.from(bytes.subarray(0, HEADER_BYTES));
  header.writeUInt32LE(body.length + 4, 4);
  const mended = Buffer.concat([header, body]);
  return isShort && !(await decodes(mended)) ? null : mended;
}

/** A truncated image has pixels for all its rows exactly if the strict decoder reaches its end. */
async function decodes(bytes: Buffer): Promise<boolean> {
  return sharp(bytes, { failOn: "error", limitInputPixels: MAX_PIXELS })
    .resize(64, 64, { fit: "inside" })
    .raw()
    .toBuffer()
    .then(
      () => true,
      () => false,
    );
}

function framed(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(CHUNK_HEADER_BYTES);
  header.write(type, 0, "latin1");
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
}
