import "server-only";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import {
  type Chunk,
  containerOf,
  jpegSegments,
  latin1,
  pngChunks,
  webpChunks,
} from "@/lib/utils/image-metadata/chunks";

/** What a PNG needs to look the same. */
const PNG_KEPT =
  /^(IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|iCCP|sBIT|bKGD|pHYs|hIST|cICP|mDCV|cLLI|acTL|fcTL|fdAT)$/;
const WEBP_KEPT = /^(VP8 |VP8L|VP8X|ALPH|ANIM|ANMF|ICCP)$/;
/** Flags of VP8X: the file has Exif, has XMP. */
const VP8X_METADATA = 0x08 | 0x04;
/** Longer than any prose in an ICC profile or a table; pixels start at the first scan. */
const JPEG_APPS = /^e[0-9a-f]$/;

/**
 * The same pixels without what may be written beside them: Exif, XMP, IPTC, comments, thumbnails, C2PA manifests, bytes
 * after the end. Colour profile and orientation stay. Null for a file that is no whole PNG, JPEG or WebP.
 */
export async function stripMetadata(bytes: Buffer): Promise<Buffer | null> {
  const kind = containerOf(bytes);
  if (kind === null) return null;
  const { orientation = 1 } = await sharp(bytes).metadata();
  if (kind === "png") return stripPng(bytes, orientation);
  return kind === "webp" ? stripWebp(bytes, orientation) : stripJpeg(bytes, orientation);
}

const pieceOf = (bytes: Buffer, { start, end }: Pick<Chunk, "start" | "end">) =>
  bytes.subarray(start, end);

function stripPng(bytes: Buffer, orientation: number): Buffer | null {
  const chunks = pngChunks(bytes);
  const end = chunks.findIndex(({ type }) => type === "IEND");
  const [header] = chunks;
  if (end < 0 || header?.type !== "IHDR") return null;
  const rest = chunks.slice(1, end + 1).filter(({ type }) => PNG_KEPT.test(type));
  const exif = orientation === 1 ? [] : [pngChunk("eXIf", exifOf(orientation))];
  const pieces = rest.map((chunk) => pieceOf(bytes, chunk));
  return Buffer.concat([bytes.subarray(0, header.end), ...exif, ...pieces]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([head, typed, sum]);
}

function stripWebp(bytes: Buffer, orientation: number): Buffer | null {
  const chunks = webpChunks(bytes);
  if (!chunks.some(({ type }) => ["VP8 ", "VP8L", "ANMF"].includes(type))) return null;
  const extended = chunks[0]?.type === "VP8X";
  const pieces = chunks
    .filter(({ type }) => WEBP_KEPT.test(type))
    .map((chunk) => {
      if (chunk.type !== "VP8X") return padded(pieceOf(bytes, chunk));
      const copy = Buffer.from(pieceOf(bytes, chunk));
      const flags = (copy[8] ?? 0) & ~VP8X_METADATA;
      copy[8] = orientation === 1 ? flags : flags | 0x08;
      return copy;
    });
  // Only an extended file can have an orientation.
  if (orientation !== 1 && extended) {
    const exif = exifOf(orientation);
    const head = Buffer.alloc(8);
    head.write("EXIF", "latin1");
    head.writeUInt32LE(exif.length, 4);
    pieces.push(padded(Buffer.concat([head, exif])));
  }
  const body = Buffer.concat([Buffer.from("WEBP", "latin1"), ...pieces]);
  const head = Buffer.alloc(8);
  head.write("RIFF", "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

const padded = (piece: Buffer) =>
  piece.length % 2 === 0 ? piece : Buffer.concat([piece, Buffer.alloc(1)]);

function stripJpeg(bytes: Buffer, orientation: number): Buffer | null {
  const pieces = [bytes.subarray(0, 2)];
  if (orientation !== 1) {
    const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), exifOf(orientation)]);
    const head = Buffer.from([0xff, 0xe1, 0, 0]);
    head.writeUInt16BE(exif.length + 2, 2);
    pieces.push(head, exif);
  }
  const before = jpegSegments(bytes);
  let at = before.at(-1)?.end ?? 2;
  for (const segment of before) {
    if (isKeptSegment(bytes, segment)) pieces.push(pieceOf(bytes, segment));
  }
  // Scans, and the tables between them, up to the end of the image.
  for (;;) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) return null;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return Buffer.concat([...pieces, bytes.subarray(at, at + 2)]);
    if (at + 4 > bytes.length) return null;
    const dataEnd = at + 2 + bytes.readUInt16BE(at + 2);
    const end = marker === 0xda ? endOfScan(bytes, dataEnd) : dataEnd;
    if (end <= at || end > bytes.length) return null;
    const segment = { type: marker.toString(16), start: at, dataStart: at + 4, dataEnd, end };
    if (isKeptSegment(bytes, segment)) pieces.push(pieceOf(bytes, segment));
    at = end;
  }
}

/** Keeps tables and pixels, JFIF's header, the colour profile and Adobe's note on colours. */
function isKeptSegment(bytes: Buffer, { type, dataStart }: Chunk): boolean {
  if (type === "fe") return false;
  if (!JPEG_APPS.test(type)) return true;
  const starts = (text: string) => latin1(bytes, dataStart, dataStart + text.length) === text;
  return (
    (type === "e0" && starts("JFIF\0")) ||
    (type === "e2" && starts("ICC_PROFILE\0")) ||
    (type === "ee" && starts("Adobe"))
  );
}

/** Pixels contain 0xff only before 0 and before restart markers. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length + 1;
}

/** A TIFF header with one entry: the orientation. */
function exifOf(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write("II*\0", "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  return tiff;
}
