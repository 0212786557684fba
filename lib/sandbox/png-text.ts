import "server-only";
import { crc32 } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Where the header chunk ends: signature, length, type, 13 bytes, checksum. */
const AFTER_HEADER = 8 + 4 + 4 + 13 + 4;
/** A scene is a few kilobytes; a larger text is not ours. */
const LONGEST_TEXT = 64 * 1024;

/** Puts a text into a PNG as an uncompressed iTXt chunk, right after the header. */
export function writePngText(png: Buffer, keyword: string, text: string): Buffer {
  // keyword, null, compression flag and method, empty language and translated keyword, then UTF-8.
  const body = Buffer.concat([
    Buffer.from(keyword, "latin1"),
    Buffer.from([0, 0, 0, 0, 0]),
    Buffer.from(text, "utf8"),
  ]);
  const typed = Buffer.concat([Buffer.from("iTXt", "latin1"), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc(typed));
  return Buffer.concat([
    png.subarray(0, AFTER_HEADER),
    length,
    typed,
    checksum,
    png.subarray(AFTER_HEADER),
  ]);
}

/** The text under a keyword in a PNG's uncompressed iTXt chunks, or undefined. Never throws on broken bytes. */
export function readPngText(png: Buffer, keyword: string): string | undefined {
  if (!png.subarray(0, 8).equals(SIGNATURE)) return undefined;
  let at = 8;
  while (at + 12 <= png.length) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    if (type === "IDAT" || type === "IEND") return undefined;
    if (type === "iTXt" && length <= LONGEST_TEXT && at + 8 + length <= png.length) {
      const body = png.subarray(at + 8, at + 8 + length);
      const end = body.indexOf(0);
      if (body.toString("latin1", 0, end) === keyword && body[end + 1] === 0) {
        const language = body.indexOf(0, end + 3);
        const translated = body.indexOf(0, language + 1);
        return body.toString("utf8", translated + 1);
      }
    }
    at += 12 + length;
  }
  return undefined;
}

/** CRC-32 as PNG defines it. zlib has it built in from Node 20.15. */
function crc(bytes: Buffer): number {
  return crc32(bytes) >>> 0;
}
