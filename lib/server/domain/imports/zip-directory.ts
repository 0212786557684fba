import "server-only";
import type { FileHandle } from "node:fs/promises";
import {
  type ArchiveRefusal,
  IMPORT_MAX_ENTRIES,
  IMPORT_UNPACKED_MAX_BYTES,
} from "@/lib/contracts/imports";
import { AppError } from "@/lib/server/errors";

// The central directory of a ZIP, as PKWARE's APPNOTE 6.3.10 describes it. Everything in it is a claim of a stranger.

/** A file in an archive. */
export interface ZipFileEntry {
  /** With forward slashes, relative, without "..". */
  path: string;
  /** 0 stored, 8 deflated; files of any other method cannot be read. */
  method: number;
  crc32: number;
  packedBytes: number;
  byteCount: number;
  /** Where its local header is. */
  offset: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;
const LOCATOR_BYTES = 20;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const COMMENT_MAX = 0xffff;
/** Names and extras of 10,000 entries stay far below. */
const DIRECTORY_MAX_BYTES = 32 * 1024 * 1024;

const FOLDER = 0o040000;
const FILE = 0o100000;

/**
 * The files of an archive, without folders and what operating systems leave in them.
 * @throws AppError `archive_refused` for paths that leave the archive, links, overlapping files, encryption, too many
 * entries or bytes, or a directory that cannot be read
 */
export async function readZipDirectory(file: FileHandle): Promise<ZipFileEntry[]> {
  const { size } = await file.stat();
  const end = await findEnd(file, size);
  if (end.entries > IMPORT_MAX_ENTRIES) throw refused("entries");
  if (end.start + end.byteCount > size || end.byteCount > DIRECTORY_MAX_BYTES) {
    throw refused("damaged");
  }
  const bytes = await read(file, end.start, end.byteCount);
  const entries: ZipFileEntry[] = [];
  let at = 0;
  for (let n = 0; n < end.entries; n += 1) {
    if (at + CENTRAL_BYTES > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) {
      throw refused("damaged");
    }
    const length = CENTRAL_BYTES + sumOf(bytes, at + 28, 3);
    if (at + length > bytes.length) throw refused("damaged");
    const entry = readEntry(bytes.subarray(at, at + length));
    if (entry !== null) entries.push(entry);
    at += length;
  }
  refuseOverlaps(entries, end.start);
  const unpacked = entries.reduce((sum, { byteCount }) => sum + byteCount, 0);
  if (unpacked > IMPORT_UNPACKED_MAX_BYTES) throw refused("size");
  const files = entries.filter(({ path }) => !isLeftBehind(path));
  if (files.length === 0) throw refused("empty");
  return files;
}

export function refused(reason: ArchiveRefusal): AppError {
  return new AppError("archive_refused", { detail: reason, details: { reason } });
}

interface End {
  entries: number;
  start: number;
  byteCount: number;
}

async function findEnd(file: FileHandle, size: number): Promise<End> {
  const tailBytes = Math.min(size, END_BYTES + COMMENT_MAX + LOCATOR_BYTES);
  const tail = await read(file, size - tailBytes, tailBytes);
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    // The comment reaches to the end of the file: the same bytes inside a comment do not count.
    const isEnd =
      tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length;
    if (!isEnd) continue;
    const end = {
      entries: tail.readUInt16LE(at + 10),
      byteCount: tail.readUInt32LE(at + 12),
      start: tail.readUInt32LE(at + 16),
    };
    const isLarge =
      end.entries === 0xffff || end.byteCount === 0xffffffff || end.start === 0xffffffff;
    return isLarge ? findEnd64(file, size, tail, at - LOCATOR_BYTES) : end;
  }
  throw refused("not_zip");
}

async function findEnd64(file: FileHandle, size: number, tail: Buffer, at: number): Promise<End> {
  if (at < 0 || tail.readUInt32LE(at) !== END64_LOCATOR) throw refused("damaged");
  const start = number64(tail, at + 8);
  if (start + 56 > size) throw refused("damaged");
  const bytes = await read(file, start, 56);
  if (bytes.readUInt32LE(0) !== END64) throw refused("damaged");
  return {
    entries: number64(bytes, 32),
    byteCount: number64(bytes, 40),
    start: number64(bytes, 48),
  };
}

/** Null for a folder. */
function readEntry(bytes: Buffer): ZipFileEntry | null {
  const flags = bytes.readUInt16LE(8);
  const nameEnd = CENTRAL_BYTES + bytes.readUInt16LE(28);
  const path = safePath(bytes.subarray(CENTRAL_BYTES, nameEnd));
  // The upper half has the Unix mode where the archive was made on Unix; else it is 0.
  const type = (bytes.readUInt32LE(38) >>> 16) & 0o170000;
  if (type !== 0 && type !== FILE && type !== FOLDER) throw refused("link");
  if ((flags & 1) !== 0) throw refused("encrypted");
  if (type === FOLDER || path.endsWith("/")) return null;
  const sizes = [bytes.readUInt32LE(24), bytes.readUInt32LE(20), bytes.readUInt32LE(42)];
  const extra = bytes.subarray(nameEnd, nameEnd + bytes.readUInt16LE(30));
  const [byteCount = 0, packedBytes = 0, offset = 0] = largeNumbers(sizes, extra);
  return {
    path,
    method: bytes.readUInt16LE(10),
    crc32: bytes.readUInt32LE(16),
    packedBytes,
    byteCount,
    offset,
  };
}

/** Each number that does not fit is in the ZIP64 extra field, in this order. */
function largeNumbers(numbers: readonly number[], extra: Buffer): number[] {
  if (!numbers.includes(0xffffffff)) return [...numbers];
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    return numbers.map((number) => {
      if (number !== 0xffffffff) return number;
      next += 8;
      if (next > extra.length) throw refused("damaged");
      return number64(extra, next - 8);
    });
  }
  throw refused("damaged");
}

/** Names without the flag for UTF-8 may still be UTF-8, as macOS writes them. */
function safePath(bytes: Buffer): string {
  const text = bytes.includes(0) ? null : decode(bytes);
  if (text === null || text === "") throw refused("path");
  const path = text.replaceAll("\\", "/");
  const isAbsolute = path.startsWith("/") || /^[A-Za-z]:/.test(path);
  if (isAbsolute || path.split("/").includes("..")) throw refused("path");
  return path;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}

/** Files that share bytes make a small archive unpack to any size. */
function refuseOverlaps(entries: readonly ZipFileEntry[], directoryStart: number): void {
  let free = 0;
  for (const entry of entries.toSorted((one, other) => one.offset - other.offset)) {
    if (entry.offset < free) throw refused("overlap");
    free = entry.offset + LOCAL_BYTES + Buffer.byteLength(entry.path) + entry.packedBytes;
    if (entry.offset + LOCAL_BYTES + entry.packedBytes > directoryStart) throw refused("damaged");
  }
}

/** What macOS and Windows add to archives and folders. */
function isLeftBehind(path: string): boolean {
  return path
    .split("/")
    .some((part) => part.startsWith(".") || part === "__MACOSX" || part === "Thumbs.db");
}

async function read(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
  if (bytesRead < length) throw refused("damaged");
  return buffer;
}

function sumOf(bytes: Buffer, at: number, count: number): number {
  let sum = 0;
  for (let n = 0; n < count; n += 1) sum += bytes.readUInt16LE(at + 2 * n);
  return sum;
}

/** Far beyond any file, a number loses precision; the checks of its range still hold. */
function number64(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}
