import { type Chunk, latin1, pngChunks } from "@/lib/utils/image-metadata/chunks";

/** The longest text that is unpacked: a bomb of zeros must not fill the memory. */
const UNPACKED_MAX = 8 * 1024 * 1024;

/** A text chunk of a PNG. */
export interface PngText {
  chunk: Chunk;
  keyword: string;
  text: string;
}

/** The texts of a PNG: tEXt, zTXt and iTXt, compressed or not. Damaged ones are left out. */
export async function readPngTexts(bytes: Uint8Array): Promise<PngText[]> {
  const texts: PngText[] = [];
  for (const chunk of pngChunks(bytes)) {
    const data = bytes.subarray(chunk.dataStart, chunk.dataEnd);
    const keywordEnd = data.indexOf(0);
    if (!["tEXt", "zTXt", "iTXt"].includes(chunk.type) || keywordEnd < 1) continue;
    const text = await textOf(chunk.type, data, keywordEnd + 1).catch(() => null);
    if (text !== null) texts.push({ chunk, keyword: latin1(data, 0, keywordEnd), text });
  }
  return texts;
}

/** @param start behind the keyword */
async function textOf(type: string, data: Uint8Array, start: number): Promise<string | null> {
  if (type === "tEXt") return latin1(data, start, data.length);
  if (type === "zTXt") {
    const unpacked = await inflate(data.subarray(start + 1));
    return latin1(unpacked, 0, unpacked.length);
  }
  const isCompressed = data[start] === 1;
  const languageEnd = data.indexOf(0, start + 2);
  const translatedEnd = data.indexOf(0, languageEnd + 1);
  if (languageEnd < 0 || translatedEnd < 0) return null;
  const packed = data.subarray(translatedEnd + 1);
  return new TextDecoder().decode(isCompressed ? await inflate(packed) : packed);
}

async function inflate(packed: Uint8Array): Promise<Uint8Array> {
  const unpacked = new Blob([new Uint8Array(packed)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"));
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = unpacked.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > UNPACKED_MAX) {
      await reader.cancel();
      throw new RangeError("a text that unpacks to too many bytes");
    }
    parts.push(value);
  }
  return concat(parts);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
