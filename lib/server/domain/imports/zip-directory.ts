import "server-only";
import {
  type Entry,
  getFileNameLowLevel,
  openPromise,
  type Options,
  validateFileName,
  type ZipFile,
} from "yauzl";
import { type ArchiveRefusal, IMPORT_UNPACKED_MAX_BYTES } from "@/lib/contracts/imports";
import { IMPORT_MAX_ENTRIES } from "@/lib/contracts/limits";
import { systemErrorCode } from "@/lib/server/blobs/durable-file";
import { AppError } from "@/lib/server/errors";

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

/** Without its name. */
const LOCAL_HEADER_BYTES = 30;
const FOLDER = 0o040000;
const FILE = 0o100000;

/**
 * The files of an archive, without folders and what operating systems leave in them.
 * @throws AppError `archive_refused` for paths that leave the archive, links, overlapping files, encryption, too many
 * entries or bytes, or a directory that cannot be read
 */
export async function readZipDirectory(path: string): Promise<ZipFileEntry[]> {
  // Sizes are checked as a file is unpacked: here a wrong one would hide a better reason.
  const zip = await refuseUnread("not_zip", () => openZip(path, { validateEntrySizes: false }));
  try {
    if (zip.entryCount > IMPORT_MAX_ENTRIES) throw refused("entries");
    const entries = await refuseUnread("damaged", () => readEntries(zip));
    refuseOverlaps(entries, zip.fileSize);
    const unpacked = entries.reduce((sum, { byteCount }) => sum + byteCount, 0);
    if (unpacked > IMPORT_UNPACKED_MAX_BYTES) throw refused("size");
    const files = entries.filter((entry) => !isLeftBehind(entry.path));
    if (files.length === 0) throw refused("empty");
    return files;
  } finally {
    zip.close();
  }
}

/** The caller closes it, and decodes names: archives of macOS do not say that theirs are UTF-8. */
export function openZip(path: string, options?: Options): Promise<ZipFile> {
  return openPromise(path, {
    ...options,
    autoClose: false,
    lazyEntries: true,
    decodeStrings: false,
  });
}

export function refused(reason: ArchiveRefusal): AppError {
  return new AppError("archive_refused", { detail: reason, details: { reason } });
}

/** The library's errors have no code; those of files and our own pass. */
async function refuseUnread<T>(reason: ArchiveRefusal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError || systemErrorCode(error) !== undefined) throw error;
    throw refused(reason);
  }
}

async function readEntries(zip: ZipFile): Promise<ZipFileEntry[]> {
  const entries: ZipFileEntry[] = [];
  for await (const entry of zip.eachEntry()) {
    const path = safePath(entry);
    // The upper half has the Unix mode where the archive was made on Unix; else it is 0.
    const type = (entry.externalFileAttributes >>> 16) & 0o170000;
    if (type !== 0 && type !== FILE && type !== FOLDER) throw refused("link");
    if (entry.isEncrypted()) throw refused("encrypted");
    if (type === FOLDER || path.endsWith("/")) continue;
    entries.push({
      path,
      method: entry.compressionMethod,
      crc32: entry.crc32,
      packedBytes: entry.compressedSize,
      byteCount: entry.uncompressedSize,
      offset: entry.relativeOffsetOfLocalHeader,
    });
  }
  return entries;
}

function safePath(entry: Entry): string {
  const path = nameOf(entry).replaceAll("\\", "/");
  const isUnsafe = path === "" || path.includes("\0") || /^[A-Za-z]:/.test(path);
  if (isUnsafe || validateFileName(path) !== null) throw refused("path");
  return path;
}

function nameOf({ fileNameRaw, generalPurposeBitFlag, extraFields }: Entry): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(fileNameRaw);
  } catch {
    return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  }
}

/** Files that share bytes make a small archive unpack to any size. */
function refuseOverlaps(entries: readonly ZipFileEntry[], archiveBytes: number): void {
  let free = 0;
  for (const entry of entries.toSorted((one, other) => one.offset - other.offset)) {
    if (entry.offset < free) throw refused("overlap");
    free = entry.offset + LOCAL_HEADER_BYTES + entry.packedBytes;
    if (free > archiveBytes) throw refused("damaged");
  }
}

/** What macOS and Windows add to archives and folders. */
function isLeftBehind(path: string): boolean {
  return path
    .split("/")
    .some((part) => part.startsWith(".") || part === "__MACOSX" || part === "Thumbs.db");
}
