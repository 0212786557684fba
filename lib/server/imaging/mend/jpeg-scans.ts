import "server-only";

export type Scans = {
  width: number;
  isProgressive: boolean;
  hasEndMark: boolean;
  /** Every component (in a progressive file every coefficient to its last bit) is in a scan that has at least begun. */
  hasAll: boolean;
  /** Where the last scan's data ends; a truncated marker segment is left out. */
  end: number;
};

const COEFFICIENTS = 64;

/** Reads a JPEG's markers to its end. Null unless it is a Huffman-coded JPEG with a scan. */
export function readScans(bytes: Buffer): Scans | null {
  let at = 2;
  let width = 0;
  let isProgressive = false;
  let hasEndMark = false;
  let end = -1;
  /** Per component: which coefficients are complete to their last bit. */
  const seen = new Map<number, boolean[]>();
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd8 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
      continue;
    }
    if (marker === 0xd9) break;
    const next = at + 2 + bytes.readUInt16BE(at + 2);
    if (next > bytes.length) break;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      if (marker > 0xc2) return null;
      isProgressive = marker === 0xc2;
      width = bytes.readUInt16BE(at + 7);
      for (let n = 0; n < (bytes[at + 9] ?? 0); n += 1) {
        seen.set(bytes[at + 10 + n * 3] ?? 0, Array<boolean>(COEFFICIENTS).fill(false));
      }
    }
    if (marker === 0xda) {
      noteScan(bytes.subarray(at + 4, next), isProgressive, seen);
      at = endOfData(bytes, next);
      end = at;
    } else {
      at = next;
    }
  }
  hasEndMark = bytes[at] === 0xff && bytes[at + 1] === 0xd9;
  if (end < 0 || seen.size === 0 || width === 0) return null;
  const hasAll = [...seen.values()].every((bits) => bits.every(Boolean));
  return { width, isProgressive, hasEndMark, hasAll, end };
}

/** @param header the scan header from its number of components on */
function noteScan(header: Buffer, isProgressive: boolean, seen: Map<number, boolean[]>): void {
  const count = header[0] ?? 0;
  const [first = 0, last = 0, bits = 0] = header.subarray(1 + count * 2);
  const isLastBit = (bits & 0x0f) === 0;
  for (let n = 0; n < count; n += 1) {
    const coefficients = seen.get(header[1 + n * 2] ?? 0);
    if (!isProgressive) coefficients?.fill(true);
    else if (isLastBit) coefficients?.fill(true, first, last + 1);
  }
}

/** Where entropy-coded data ends: before the next marker, or before a lone 0xFF at the end of the file. */
function endOfData(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at)) {
    const next = bytes[at + 1];
    if (next === undefined) return at;
    if (next === 0x00 || (next >= 0xd0 && next <= 0xd7)) at += 2;
    else if (next === 0xff) at += 1;
    else return at;
  }
  return bytes.length;
}
