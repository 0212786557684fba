import {
  type Chunk,
  containerOf,
  jpegSegments,
  latin1,
  pngChunks,
  viewOf,
  webpChunks,
} from "@/lib/utils/image-metadata/chunks";

// Tags and their forms: EXIF 2.32 (CIPA DC-008), TIFF 6.0.

const TAGS = {
  make: 0x010f,
  model: 0x0110,
  exif: 0x8769,
  userComment: 0x9286,
} as const;
const ASCII = 2;
const UNDEFINED = 7;
const JPEG_HEADER = "Exif\0\0";
const ENTRY_BYTES = 12;
/** Files have some dozens; a damaged count must not cost time. */
const ENTRIES_MAX = 512;

/** The texts of an EXIF block in which tools keep prompts. Empty where there is none. */
export interface ExifTexts {
  userComment: string;
  make: string;
  model: string;
}

/** Reads the EXIF block of a PNG, JPEG or WebP; null if there is none, or if it is damaged. */
export function readExif(bytes: Uint8Array): ExifTexts | null {
  const block = exifBlock(bytes);
  if (block === null || block.length < 8) return null;
  const order = latin1(block, 0, 2);
  if (order !== "II" && order !== "MM") return null;
  const tiff: Tiff = { bytes: block, view: viewOf(block), isLittle: order === "II" };
  const main = entriesAt(tiff, tiff.view.getUint32(4, tiff.isLittle));
  const inner = main.get(TAGS.exif);
  const comment = inner && entriesAt(tiff, inner.value).get(TAGS.userComment);
  return {
    userComment: comment ? commentOf(bytesOf(tiff, comment)) : "",
    make: textOf(tiff, main.get(TAGS.make)),
    model: textOf(tiff, main.get(TAGS.model)),
  };
}

function exifBlock(bytes: Uint8Array): Uint8Array | null {
  const found = exifChunk(bytes);
  if (found === undefined) return null;
  const { dataStart, dataEnd } = found;
  // In a JPEG always; some writers of WebP keep it.
  const hasHeader = latin1(bytes, dataStart, dataStart + JPEG_HEADER.length) === JPEG_HEADER;
  return bytes.subarray(dataStart + (hasHeader ? JPEG_HEADER.length : 0), dataEnd);
}

function exifChunk(bytes: Uint8Array): Chunk | undefined {
  switch (containerOf(bytes)) {
    case "png":
      return pngChunks(bytes).find(({ type }) => type === "eXIf");
    case "webp":
      return webpChunks(bytes).find(({ type }) => type === "EXIF");
    case "jpeg":
      return jpegSegments(bytes).find(
        ({ type, dataStart }) =>
          type === "e1" && latin1(bytes, dataStart, dataStart + JPEG_HEADER.length) === JPEG_HEADER,
      );
    case null:
      return undefined;
  }
}

interface Tiff {
  bytes: Uint8Array;
  view: DataView;
  isLittle: boolean;
}

interface Entry {
  type: number;
  count: number;
  /** Where the field of four bytes with the value, or with its offset, is. */
  field: number;
  /** The field as a number. */
  value: number;
}

function entriesAt({ view, isLittle }: Tiff, start: number): Map<number, Entry> {
  const entries = new Map<number, Entry>();
  if (start + 2 > view.byteLength) return entries;
  const count = Math.min(view.getUint16(start, isLittle), ENTRIES_MAX);
  for (let index = 0; index < count; index += 1) {
    const at = start + 2 + index * ENTRY_BYTES;
    if (at + ENTRY_BYTES > view.byteLength) break;
    entries.set(view.getUint16(at, isLittle), {
      type: view.getUint16(at + 2, isLittle),
      count: view.getUint32(at + 4, isLittle),
      field: at + 8,
      value: view.getUint32(at + 8, isLittle),
    });
  }
  return entries;
}

/** Of values whose elements are bytes. */
function bytesOf({ bytes }: Tiff, { type, count, field, value }: Entry): Uint8Array {
  if (type !== ASCII && type !== UNDEFINED) return new Uint8Array();
  const start = count <= 4 ? field : value;
  return bytes.subarray(start, start + count);
}

function textOf(tiff: Tiff, entry: Entry | undefined): string {
  return entry ? trimmed(new TextDecoder().decode(bytesOf(tiff, entry))) : "";
}

/** The first eight bytes name the encoding. */
function commentOf(bytes: Uint8Array): string {
  const body = bytes.subarray(8);
  const isWide = latin1(bytes, 0, 8) === "UNICODE\0";
  return trimmed(isWide ? utf16(body) : new TextDecoder().decode(body));
}

/** Writers disagree about the order of the bytes: the right one has more ASCII, which every prompt's settings have. */
function utf16(bytes: Uint8Array): string {
  const [little, big] = ["utf-16le", "utf-16be"].map((label) =>
    new TextDecoder(label).decode(bytes),
  );
  return countAscii(big ?? "") > countAscii(little ?? "") ? (big ?? "") : (little ?? "");
}

function countAscii(text: string): number {
  return text.match(/[\x20-\x7e]/g)?.length ?? 0;
}

function trimmed(text: string): string {
  return text.replace(/\0+$/, "").trim();
}
