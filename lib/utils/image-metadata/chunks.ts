/** One part of a file: from `start` to `end` with its header, its content from `dataStart` to `dataEnd`. */
export interface Chunk {
  type: string;
  start: number;
  dataStart: number;
  dataEnd: number;
  end: number;
}

export type Container = "png" | "jpeg" | "webp";

/** The kind of file whose chunks can be read, by its first bytes; null for any other. */
export function containerOf(bytes: Uint8Array): Container | null {
  if (latin1(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "jpeg";
  if (latin1(bytes, 0, 4) === "RIFF" && latin1(bytes, 8, 12) === "WEBP") return "webp";
  return null;
}

/** The chunks of a PNG, as far as they are whole. */
export function pngChunks(bytes: Uint8Array): Chunk[] {
  const view = viewOf(bytes);
  const chunks: Chunk[] = [];
  let start = 8;
  while (start + 12 <= bytes.length) {
    const dataStart = start + 8;
    const dataEnd = dataStart + view.getUint32(start);
    const end = dataEnd + 4;
    if (end > bytes.length) break;
    chunks.push({ type: latin1(bytes, start + 4, start + 8), start, dataStart, dataEnd, end });
    start = end;
  }
  return chunks;
}

/** The segments of a JPEG before its pixels. Their type is the marker in hexadecimal: "e1" for APP1. */
export function jpegSegments(bytes: Uint8Array): Chunk[] {
  const view = viewOf(bytes);
  const segments: Chunk[] = [];
  let start = 2;
  while (start + 4 <= bytes.length && bytes[start] === 0xff) {
    const marker = bytes[start + 1] ?? 0;
    // A marker may be preceded by fill bytes.
    if (marker === 0xff) {
      start += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const end = start + 2 + view.getUint16(start + 2);
    if (end > bytes.length || end < start + 4) break;
    segments.push({ type: marker.toString(16), start, dataStart: start + 4, dataEnd: end, end });
    start = end;
  }
  return segments;
}

/** The chunks of a WebP, as far as they are whole. */
export function webpChunks(bytes: Uint8Array): Chunk[] {
  const view = viewOf(bytes);
  const chunks: Chunk[] = [];
  let start = 12;
  while (start + 8 <= bytes.length) {
    const dataStart = start + 8;
    const dataEnd = dataStart + view.getUint32(start + 4, true);
    if (dataEnd > bytes.length) break;
    // Chunks have even lengths; the last one's padding may be missing.
    const end = Math.min(bytes.length, dataEnd + ((dataEnd - dataStart) % 2));
    chunks.push({ type: latin1(bytes, start, start + 4), start, dataStart, dataEnd, end });
    start = end;
  }
  return chunks;
}

/** The bytes as text, one character each. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (const byte of bytes.subarray(start, end)) text += String.fromCharCode(byte);
  return text;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
