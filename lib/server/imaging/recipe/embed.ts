import "server-only";
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import {
  containerOf,
  jpegSegments,
  latin1,
  pngChunks,
  viewOf,
  webpChunks,
} from "@/lib/utils/image-metadata/chunks";
import {
  findXmp,
  isApp1,
  JPEG_EXTENSION_HEADER,
  JPEG_HEADER,
  PNG_KEYWORD,
  WEBP_CHUNK,
} from "@/lib/utils/image-metadata/xmp";
import { packetWith, type RecipeText, splitPackets } from "./packet";

/** Content of a JPEG's segment: its length has two bytes and counts itself. */
const SEGMENT_MAX = 0xffff - 2;
/** As Adobe's specification recommends. */
const EXTENSION_PART = 65_400;

/**
 * The file with the recipe in its XMP: the pieces of the original with a chunk between them. Pixels, other metadata and
 * C2PA manifests keep their bytes. Null for a file that is no PNG, JPEG or WebP, or whose XMP cannot be added to.
 */
export async function embedRecipe(bytes: Buffer, text: RecipeText): Promise<Buffer[] | null> {
  const found = await findXmp(bytes);
  const existing = found?.packet ?? null;
  const kind = containerOf(bytes);
  if (kind === null) return null;
  const packet = packetWith(existing, text);
  if (packet === null) return null;
  if (kind === "jpeg") return intoJpeg(bytes, found?.chunk ?? null, packet, existing, text);
  if (kind === "webp") return intoWebp(bytes, packet);
  const at = found?.chunk ?? endOf(pngChunks(bytes)[0]);
  return at === null ? null : replace(bytes, at, [pngText(packet)]);
}

interface Range {
  start: number;
  end: number;
}

function replace(bytes: Buffer, { start, end }: Range, parts: readonly Buffer[]): Buffer[] {
  return [bytes.subarray(0, start), ...parts, bytes.subarray(end)];
}

function endOf(chunk: Range | undefined): Range | null {
  return chunk === undefined ? null : { start: chunk.end, end: chunk.end };
}

/** An uncompressed iTXt chunk without language, as the XMP specification demands. */
function pngText(packet: string): Buffer {
  const head = Buffer.from(`iTXt${PNG_KEYWORD}\0\0\0\0\0`, "latin1");
  const typed = Buffer.concat([head, Buffer.from(packet, "utf8")]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(typed.length - 4);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}

function intoJpeg(
  bytes: Buffer,
  old: Range | null,
  packet: string,
  existing: string | null,
  text: RecipeText,
): Buffer[] | null {
  const at = old ?? behindExif(bytes);
  const whole = Buffer.from(JPEG_HEADER + packet, "utf8");
  if (whole.length <= SEGMENT_MAX) return replace(bytes, at, [app1(whole)]);
  const split = splitPackets(existing, text, md5);
  if (split === null) return null;
  const first = Buffer.from(JPEG_HEADER + split.packet, "utf8");
  if (first.length > SEGMENT_MAX) return null;
  return replace(bytes, at, [app1(first), ...extensionParts(split.extension)]);
}

/** JFIF and Exif come first in a file. */
function behindExif(bytes: Buffer): Range {
  let at = 2;
  for (const segment of jpegSegments(bytes)) {
    if (segment.type !== "e0" && !isApp1(bytes, segment, "Exif\0")) break;
    at = segment.end;
  }
  return { start: at, end: at };
}

function app1(content: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

function extensionParts(extension: string): Buffer[] {
  const content = Buffer.from(extension, "utf8");
  const head = Buffer.from(JPEG_EXTENSION_HEADER + md5(extension), "latin1");
  const parts: Buffer[] = [];
  for (let at = 0; at < content.length; at += EXTENSION_PART) {
    const numbers = Buffer.alloc(8);
    numbers.writeUInt32BE(content.length, 0);
    numbers.writeUInt32BE(at, 4);
    parts.push(app1(Buffer.concat([head, numbers, content.subarray(at, at + EXTENSION_PART)])));
  }
  return parts;
}

/** Names an extension; the specification asks for this hash. */
function md5(text: string): string {
  return createHash("md5").update(text, "utf8").digest("hex").toUpperCase();
}

const XMP_FLAG = 0x04;
const ALPHA_FLAG = 0x10;

/** The XMP chunk comes last. A file without an extended header gets one. */
function intoWebp(bytes: Buffer, packet: string): Buffer[] | null {
  const chunks = webpChunks(bytes);
  const [first] = chunks;
  if (first === undefined) return null;
  const header = first.type === "VP8X" ? extended(bytes, first) : extendedFor(bytes, first);
  if (header === null) return null;
  const kept = chunks
    .filter(({ type }) => type !== WEBP_CHUNK && type !== "VP8X")
    .map(({ start, end, dataEnd, dataStart }) => {
      const isUnpadded = (dataEnd - dataStart) % 2 === 1 && end === dataEnd;
      const chunk = bytes.subarray(start, end);
      return isUnpadded ? Buffer.concat([chunk, Buffer.alloc(1)]) : chunk;
    });
  const body = [header, ...kept, riffChunk(WEBP_CHUNK, Buffer.from(packet, "utf8"))];
  const head = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  head.writeUInt32LE(4 + body.reduce((sum, { length }) => sum + length, 0), 4);
  return [head, ...body];
}

function riffChunk(type: string, content: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, "latin1");
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

/** The extended header with its flag for XMP set. */
function extended(bytes: Buffer, chunk: Range & { dataStart: number }): Buffer {
  const copy = Buffer.from(bytes.subarray(chunk.start, chunk.end));
  const at = chunk.dataStart - chunk.start;
  copy[at] = (copy[at] ?? 0) | XMP_FLAG;
  return copy;
}

/** An extended header for a file with a single image; null if its size cannot be read. */
function extendedFor(
  bytes: Buffer,
  image: { type: string; dataStart: number; dataEnd: number },
): Buffer | null {
  const size = sizeOf(bytes, image);
  if (size === null) return null;
  const content = Buffer.alloc(10);
  content[0] = XMP_FLAG | (size.hasAlpha ? ALPHA_FLAG : 0);
  content.writeUIntLE(size.width - 1, 4, 3);
  content.writeUIntLE(size.height - 1, 7, 3);
  return riffChunk("VP8X", content);
}

/** From the bitstream's header: RFC 6386, 9.1 for lossy, RFC 9649, 3.4 for lossless. */
function sizeOf(
  bytes: Buffer,
  { type, dataStart, dataEnd }: { type: string; dataStart: number; dataEnd: number },
): { width: number; height: number; hasAlpha: boolean } | null {
  const view = viewOf(bytes);
  if (dataEnd - dataStart < 10) return null;
  if (type === "VP8 ") {
    if (latin1(bytes, dataStart + 3, dataStart + 6) !== "\x9d\x01\x2a") return null;
    const width = view.getUint16(dataStart + 6, true) & 0x3fff;
    const height = view.getUint16(dataStart + 8, true) & 0x3fff;
    return { width, height, hasAlpha: false };
  }
  if (type !== "VP8L" || bytes[dataStart] !== 0x2f) return null;
  const bits = view.getUint32(dataStart + 1, true);
  return {
    width: (bits & 0x3fff) + 1,
    height: ((bits >>> 14) & 0x3fff) + 1,
    hasAlpha: ((bits >>> 28) & 1) === 1,
  };
}
