import "server-only";

const TRAILER = 0x3b;
const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** Completes a GIF whose final markers are missing; null if its last frame lacks pixels. */
export function mendGif(bytes: Buffer): Buffer | null {
  if (bytes.length < 13) return null;
  const flags = bytes[10] ?? 0;
  let at = 13 + colourTableBytes(flags);
  let whole = -1;
  while (at < bytes.length) {
    if (bytes[at] === TRAILER) return null;
    if (bytes[at] === EXTENSION) {
      const { end, isClosed } = readBlocks(bytes, at + 2);
      if (!isClosed) break;
      at = end;
    } else if (bytes[at] === IMAGE && at + 11 <= bytes.length) {
      const frame = readFrame(bytes, at);
      // An incomplete frame: the image is not the one that was sent.
      if (frame === null) return null;
      if (!frame.isClosed) return frame.bytes;
      at = frame.end;
      whole = at;
    } else {
      break;
    }
  }
  return whole < 0 ? null : Buffer.concat([bytes.subarray(0, whole), Buffer.from([TRAILER])]);
}

function colourTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1);
}

type Blocks = { data: Buffer; end: number; isClosed: boolean };

/** Reads data blocks of at most 255 bytes, up to an empty one, or to the end of the file. */
function readBlocks(bytes: Buffer, from: number): Blocks {
  const pieces: Buffer[] = [];
  let at = from;
  while (at < bytes.length) {
    const size = bytes[at] ?? 0;
    if (size === 0) return { data: Buffer.concat(pieces), end: at + 1, isClosed: true };
    pieces.push(bytes.subarray(at + 1, at + 1 + size));
    at += 1 + size;
  }
  return { data: Buffer.concat(pieces), end: bytes.length, isClosed: false };
}

type Frame = { isClosed: true; end: number } | { isClosed: false; bytes: Buffer };

/** Null if the frame's data has fewer pixels than its size needs. */
function readFrame(bytes: Buffer, at: number): Frame | null {
  const pixels = bytes.readUInt16LE(at + 5) * bytes.readUInt16LE(at + 7);
  const start = at + 10 + colourTableBytes(bytes[at + 9] ?? 0);
  const { data, end, isClosed } = readBlocks(bytes, start + 1);
  if (isClosed) return { isClosed, end };
  if (countPixels(data, bytes[start] ?? 0, pixels) < pixels) return null;
  return { isClosed, bytes: Buffer.concat([bytes.subarray(0, start + 1), inBlocks(data)]) };
}

function inBlocks(data: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const piece = data.subarray(at, at + 255);
    blocks.push(Buffer.from([piece.length]), piece);
  }
  return Buffer.concat([...blocks, Buffer.from([0, TRAILER])]);
}

const MAX_CODES = 4_096;

/** Counts the pixels in LZW data, up to `most`: the strings' lengths suffice. */
function countPixels(data: Buffer, codeBits: number, most: number): number {
  if (codeBits < 1 || codeBits > 11) return 0;
  const clear = 1 << codeBits;
  const lengths = new Uint32Array(MAX_CODES).fill(1, 0, clear);
  let next = clear + 2;
  let bits = codeBits + 1;
  let previous = -1;
  let pixels = 0;
  let word = 0;
  let held = 0;
  for (const byte of data) {
    word |= byte << held;
    held += 8;
    while (held >= bits) {
      const code = word & ((1 << bits) - 1);
      word >>>= bits;
      held -= bits;
      if (code === clear) {
        next = clear + 2;
        bits = codeBits + 1;
        previous = -1;
        continue;
      }
      if (code === clear + 1) return pixels;
      if (code > next || (code === next && previous < 0)) return 0;
      const isNew = previous >= 0 && next < MAX_CODES;
      if (isNew) lengths[next] = (lengths[previous] ?? 0) + 1;
      pixels += lengths[code] ?? 0;
      if (isNew) next += 1;
      if (next === 1 << bits && bits < 12) bits += 1;
      previous = code;
      if (pixels >= most) return pixels;
    }
  }
  return pixels;
}
