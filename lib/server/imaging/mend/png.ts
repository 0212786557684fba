import "server-only";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { constants, crc32, createDeflate, createInflate } from "node:zlib";

const SIGNATURE_BYTES = 8;
const MAX_PIXELS = 40_000_000;
/** Chunks besides the pixels that affect what is shown. */
const KEPT = new Set(["PLTE", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "eXIf", "pHYs"]);
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Adam7: first column and row of each pass, and its steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * Rebuilds a PNG whose end is truncated or whose checksums are wrong. Null if its pixel data does not decompress to the
 * last row.
 */
export async function mendPng(bytes: Buffer): Promise<Buffer | null> {
  const { header, kept, data } = readChunks(bytes);
  const rawBytes = header === null ? null : rawBytesOf(header);
  if (header === null || rawBytes === null || data.length === 0) return null;
  const pixels = await repack(data, rawBytes);
  if (pixels === null) return null;
  return Buffer.concat([
    bytes.subarray(0, SIGNATURE_BYTES),
    chunk("IHDR", header),
    ...kept,
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function readChunks(bytes: Buffer): { header: Buffer | null; kept: Buffer[]; data: Buffer[] } {
  let header: Buffer | null = null;
  const kept: Buffer[] = [];
  const data: Buffer[] = [];
  for (let at = SIGNATURE_BYTES; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const end = at + 8 + length;
    const content = bytes.subarray(at + 8, Math.min(end, bytes.length));
    if (type === "IHDR" && length === 13) header = content;
    else if (type === "IDAT") data.push(content);
    else if (KEPT.has(type) && data.length === 0 && isIntact(bytes, at, end)) {
      kept.push(bytes.subarray(at, end + 4));
    }
    at = end + 4;
  }
  return { header, kept, data };
}

function isIntact(bytes: Buffer, start: number, end: number): boolean {
  return (
    end + 4 <= bytes.length && crc32(bytes.subarray(start + 4, end)) === bytes.readUInt32BE(end)
  );
}

/** The size of the uncompressed pixels in bytes; null for an invalid header or too large an image. */
function rawBytesOf(header: Buffer): number | null {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth = 0, colour = 0, , , interlace = 0] = header.subarray(8);
  const bits = (CHANNELS[colour] ?? 0) * depth;
  if (width === 0 || height === 0 || bits === 0 || width * height > MAX_PIXELS) return null;
  const rows = (columns: number, count: number) =>
    columns === 0 ? 0 : count * (1 + Math.ceil((columns * bits) / 8));
  if (interlace === 0) return rows(width, height);
  return PASSES.reduce((sum, [left, top, across, down]) => {
    const columns = Math.ceil(Math.max(0, width - left) / across);
    return sum + rows(columns, Math.ceil(Math.max(0, height - top) / down));
  }, 0);
}

/** Decompresses and recompresses in chunks; null if that gives fewer bytes than `minBytes`, or the data is damaged. */
async function repack(data: readonly Buffer[], minBytes: number): Promise<Buffer | null> {
  let left = minBytes;
  const unpack = async function* () {
    // Accepts a missing checksum at the end of the stream.
    const inflate = createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
    for await (const piece of Readable.from(data).pipe(inflate)) {
      const taken = (piece as Buffer).subarray(0, left);
      left -= taken.length;
      yield taken;
      if (left === 0) return;
    }
  };
  try {
    const packed = await pipeline(unpack, createDeflate({ level: 1 }), (stream) => buffer(stream));
    return left === 0 ? packed : null;
  } catch {
    return null;
  }
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
