import {
  type Chunk,
  containerOf,
  jpegSegments,
  latin1,
  viewOf,
  webpChunks,
} from "@/lib/utils/image-metadata/chunks";
import { concat, readPngTexts } from "@/lib/utils/image-metadata/png-text";

// Where XMP is in a file: XMP specification part 3 (ISO 16684-1 and Adobe's part 3), the PNG and WebP specifications.

export const PNG_KEYWORD = "XML:com.adobe.xmp";
export const JPEG_HEADER = "http://ns.adobe.com/xap/1.0/\0";
export const JPEG_EXTENSION_HEADER = "http://ns.adobe.com/xmp/extension/\0";
/** Behind the header of an extension: 32 digits of MD5, the whole length, and the offset of this part. */
export const JPEG_EXTENSION_HEAD = JPEG_EXTENSION_HEADER.length + 40;
export const WEBP_CHUNK = "XMP ";

/** A file's XMP packet, and where it is. */
export interface FoundXmp {
  chunk: Chunk;
  packet: string;
}

/** The XMP packet of a PNG, JPEG or WebP; null if there is none. */
export async function findXmp(bytes: Uint8Array): Promise<FoundXmp | null> {
  switch (containerOf(bytes)) {
    case "png": {
      const found = (await readPngTexts(bytes)).find(({ keyword }) => keyword === PNG_KEYWORD);
      return found === undefined ? null : { chunk: found.chunk, packet: found.text };
    }
    case "jpeg": {
      const chunk = jpegSegments(bytes).find((one) => isApp1(bytes, one, JPEG_HEADER));
      if (chunk === undefined) return null;
      return { chunk, packet: utf8(bytes, chunk.dataStart + JPEG_HEADER.length, chunk.dataEnd) };
    }
    case "webp": {
      const chunk = webpChunks(bytes).find(({ type }) => type === WEBP_CHUNK);
      if (chunk === undefined) return null;
      return { chunk, packet: utf8(bytes, chunk.dataStart, chunk.dataEnd) };
    }
    case null:
      return null;
  }
}

/** All XMP of a file as one text, the extension of a JPEG included. */
export async function readXmp(bytes: Uint8Array): Promise<string | null> {
  const found = await findXmp(bytes);
  if (found === null) return null;
  return containerOf(bytes) === "jpeg" ? found.packet + readExtension(bytes) : found.packet;
}

function readExtension(bytes: Uint8Array): string {
  const parts = jpegSegments(bytes)
    .filter((one) => isApp1(bytes, one, JPEG_EXTENSION_HEADER))
    .map(({ dataStart, dataEnd }) => ({
      offset: viewOf(bytes).getUint32(dataStart + JPEG_EXTENSION_HEAD - 4),
      data: bytes.subarray(dataStart + JPEG_EXTENSION_HEAD, dataEnd),
    }))
    .toSorted((one, other) => one.offset - other.offset);
  return new TextDecoder().decode(concat(parts.map(({ data }) => data)));
}

export function isApp1(bytes: Uint8Array, { type, dataStart, dataEnd }: Chunk, header: string) {
  const end = dataStart + header.length;
  return type === "e1" && end <= dataEnd && latin1(bytes, dataStart, end) === header;
}

function utf8(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}
