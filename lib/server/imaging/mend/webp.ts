import "server-only";
import sharp from "sharp";

const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const MAX_PIXELS = 40_000_000;
/** Without these nothing is shown. */
const PIXELS = new Set(["VP8 ", "VP8L", "ANMF"]);

/**
 * A WebP whose sizes do not add up (a RIFF size that is off, a lost padding byte, a cut chunk behind the picture), with
 * sizes that do. Null where its pixels are not whole.
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
    // Only its last bytes may be missing, and only of a still picture: a cut frame is no frame.
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

/** A cut picture has pixels for all its rows exactly if the strict decoder gets to its end. */
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
