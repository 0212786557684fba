import "server-only";
import { open, truncate, type FileHandle } from "node:fs/promises";
import { IMAGE_MAX_PIXELS } from "@/lib/contracts/limits";
import { ImagingError, type ImagingReason } from "@/lib/server/imaging/errors";
import { verifyDecodes } from "@/lib/server/imaging/probe";
import { jpegSize, webpSize } from "./jpeg-size";

export type PictureMedia = "image/png" | "image/jpeg" | "image/webp" | "image/gif";

/** Limit for one image of an answer, bytes. */
export const PICTURE_MAX_BYTES = 40 * 1024 * 1024;

export type Sniffed =
  | { kind: "picture"; media: PictureMedia }
  /** Recognized but not displayed: SVG (may carry scripts), HTML, AVIF, PDF, video … */
  | { kind: "svg" | "html" | "other" }
  | { kind: "unknown" };

/** Detects the type from the first bytes; labels and headers are ignored. */
export function sniffMedia(first: Buffer): Sniffed {
  const starts = (text: string, at = 0) => first.toString("latin1", at, at + text.length) === text;
  if (starts("\x89PNG\r\n\x1a\n")) return { kind: "picture", media: "image/png" };
  if (starts("\xff\xd8\xff")) return { kind: "picture", media: "image/jpeg" };
  if (starts("RIFF") && starts("WEBP", 8)) return { kind: "picture", media: "image/webp" };
  if (starts("GIF87a") || starts("GIF89a")) return { kind: "picture", media: "image/gif" };
  const text = first
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  if (text.startsWith("<svg") || (text.startsWith("<?xml") && text.includes("<svg"))) {
    return { kind: "svg" };
  }
  if (/^<(!doctype|html|head|body|script|\?xml|!--)/.test(text)) return { kind: "html" };
  const isOther =
    starts("ftyp", 4) ||
    starts("BM") ||
    starts("II*\0") ||
    starts("MM\0*") ||
    starts("%PDF") ||
    starts("\0\0\x01\0") ||
    starts("8BPS") ||
    starts("\xff\x0a") ||
    starts("\0\0\0\x0cJXL");
  return { kind: isOther ? "other" : "unknown" };
}

export type Checked =
  | { ok: true; media: PictureMedia; width: number; height: number; byteLength: number }
  | {
      ok: false;
      problem: "invalid_image" | "unsupported_media" | "image_too_large";
      isWebPage: boolean;
    };

/**
 * Checks that a file is a complete image within the limits. A well-formed file is checked by its structure, without
 * decoding, so a decompression bomb costs nothing. One with a defect (no end marker, a wrong length) is complete if it
 * decodes to its last pixel. Bytes after a PNG's end are truncated (they may hide a script); otherwise the file is
 * unchanged.
 * @param mustDecode always decode: damaged bytes may have an intact structure
 */
export async function checkPictureFile(
  path: string,
  { mustDecode = false }: { mustDecode?: boolean } = {},
): Promise<Checked> {
  const file = await open(path, "r");
  let checked: Measured | Checked;
  let byteLength: number;
  try {
    byteLength = (await file.stat()).size;
    checked = await measure(file, byteLength);
  } finally {
    await file.close();
  }
  if ("ok" in checked) return checked;
  const { media, width, height, end } = checked;
  if (width <= 0 || height <= 0) return bad("invalid_image");
  if (width * height > IMAGE_MAX_PIXELS || byteLength > PICTURE_MAX_BYTES) {
    return bad("image_too_large");
  }
  if (end !== null && end < byteLength) await truncate(path, end);
  if (end === null || mustDecode) {
    const problem = await problemOfPixels(path);
    if (problem !== null) return bad(problem);
  }
  return { ok: true, media, width, height, byteLength: end ?? byteLength };
}

async function problemOfPixels(path: string): Promise<Problem | null> {
  try {
    await verifyDecodes(path);
    return null;
  } catch (error) {
    if (!(error instanceof ImagingError)) throw error;
    return PROBLEM_OF[error.reason];
  }
}

const PROBLEM_OF: Record<ImagingReason, Problem> = {
  unsupported: "unsupported_media",
  corrupt: "invalid_image",
  too_large_pixels: "image_too_large",
};

/** `end` is null if the structure does not prove that the image is complete. */
type Measured = { media: PictureMedia; width: number; height: number; end: number | null };
type Problem = Exclude<Checked, { ok: true }>["problem"];

function bad(problem: Problem, isWebPage = false): Checked {
  return { ok: false, problem, isWebPage };
}

async function measure(file: FileHandle, size: number): Promise<Measured | Checked> {
  const first = await bytesAt(file, 0, 512);
  const sniffed = sniffMedia(first);
  if (sniffed.kind === "unknown") return bad("invalid_image");
  if (sniffed.kind !== "picture") return bad("unsupported_media", sniffed.kind === "html");
  const { media } = sniffed;
  if (media === "image/png") return measurePng(file, size, first);
  if (media === "image/gif") {
    const last = await bytesAt(file, Math.max(0, size - 64), 64);
    if (size < 20) return bad("invalid_image");
    const [width, height] = [first.readUInt16LE(6), first.readUInt16LE(8)];
    return { media, width, height, end: last.includes(0x3b) ? size : null };
  }
  if (media === "image/webp") {
    const found = webpSize(first);
    if (!found) return bad("invalid_image");
    return { media, ...found, end: first.readUInt32LE(4) + 8 > size ? null : size };
  }
  const start = await bytesAt(file, 0, Math.min(size, 1024 * 1024));
  const tail = await bytesAt(file, Math.max(0, size - 64 * 1024), 64 * 1024);
  const found = jpegSize(start);
  if (!found) return bad("invalid_image");
  return { media, ...found, end: tail.lastIndexOf(Buffer.from([0xff, 0xd9])) < 0 ? null : size };
}

const MAX_PNG_CHUNKS = 100_000;
const PNG_WINDOW_BYTES = 1024 * 1024;

/** Walks the chunks to IEND, which a truncated image lacks. */
async function measurePng(
  file: FileHandle,
  size: number,
  first: Buffer,
): Promise<Measured | Checked> {
  if (first.length < 33 || first.toString("latin1", 12, 16) !== "IHDR") return bad("invalid_image");
  const width = first.readUInt32BE(16);
  const height = first.readUInt32BE(20);
  // Check before the walk: a bomb may have no further chunks.
  if (width * height > IMAGE_MAX_PIXELS) return bad("image_too_large");
  let at = 8;
  // A 3 MB image has hundreds of chunks, so their headers are read in batches.
  let view = { at: 0, bytes: first };
  let window: Buffer | null = null;
  let hasData = false;
  for (let chunks = 0; chunks < MAX_PNG_CHUNKS && at + 12 <= size; chunks += 1) {
    if (at + 8 > view.at + view.bytes.length) {
      window ??= Buffer.allocUnsafe(Math.min(PNG_WINDOW_BYTES, size));
      const { bytesRead } = await file.read(window, 0, window.length, at);
      view = { at, bytes: window.subarray(0, bytesRead) };
    }
    const header = view.bytes.subarray(at - view.at, at - view.at + 8);
    if (header.length < 8) break;
    const type = header.toString("latin1", 4, 8);
    at += 12 + header.readUInt32BE(0);
    hasData ||= type === "IDAT";
    if (type === "IEND") {
      if (!hasData) return bad("invalid_image");
      return { media: "image/png", width, height, end: at <= size ? at : null };
    }
  }
  return { media: "image/png", width, height, end: null };
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
