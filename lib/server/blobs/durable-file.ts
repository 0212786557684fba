import "server-only";
import { createHash, type Hash } from "node:crypto";
import { mkdir, open, rename, type FileHandle } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { BlobStoreFull, BlobTooLarge, parseSha256, type Sha256 } from "./store";

const CHUNK_BYTES = 256 * 1024;
const MAX_KNOWN_FOLDERS = 10_000;

/** The `code` of a system error, or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

/** `BlobStoreFull` for the system's ways to say that there is no room; any other error as it is. */
export function translateWriteError(error: unknown): unknown {
  const code = systemErrorCode(error);
  return code === "ENOSPC" || code === "EDQUOT"
    ? new BlobStoreFull("no room left for pictures", { cause: error })
    : error;
}

/** Writes all of `bytes` at the handle's position; a single `write` may stop short. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, offset, bytes.length - offset);
    offset += bytesWritten;
  }
}

export interface HashedBytes {
  readonly sha256: Sha256;
  readonly byteLength: number;
}

function finishHash(hash: Hash, byteLength: number): HashedBytes {
  return { sha256: parseSha256(hash.digest("hex")), byteLength };
}

/**
 * Writes chunks into a new file, hashing on the way, and resolves when the disk has them. Throws `BlobTooLarge`
 * beyond `maxBytes`, `BlobStoreFull` without room, and whatever the chunks' source throws. The file may be left.
 */
export async function writeDurably(
  path: string,
  chunks: AsyncIterable<unknown>,
  maxBytes: number,
): Promise<HashedBytes> {
  const hash = createHash("sha256");
  let byteLength = 0;
  const handle = await open(path, "wx", 0o600);
  try {
    for await (const chunk of chunks) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError("a stream of bytes was expected");
      byteLength += chunk.length;
      if (byteLength > maxBytes) throw new BlobTooLarge(maxBytes);
      hash.update(chunk);
      await writeAll(handle, chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return finishHash(hash, byteLength);
}

/** Hashes a file that is there already, and resolves when the disk has all of it. */
export async function hashDurably(path: string): Promise<HashedBytes> {
  const hash = createHash("sha256");
  let byteLength = 0;
  // Opened for writing because some systems refuse fsync on a file that is open for reading only.
  const handle = await open(path, "r+");
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      byteLength += bytesRead;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return finishHash(hash, byteLength);
}

/** Renames a file; where its new folder is missing (a person may have thrown it away), makes that first. */
export async function renameMaking(
  source: string,
  target: string,
  makeFolder: () => Promise<unknown>,
): Promise<void> {
  try {
    await rename(source, target);
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT") throw error;
    await makeFolder();
    await rename(source, target);
  }
}

/** Makes the entries of a folder (a rename into it) survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(path, "r");
  } catch (error) {
    // Windows opens no folders; it also needs no such call.
    if (["EISDIR", "EPERM", "EACCES"].includes(systemErrorCode(error) ?? "")) return;
    throw error;
  }
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot sync a folder, and then there is nothing better to do.
    if (!["EINVAL", "ENOTSUP", "EPERM"].includes(systemErrorCode(error) ?? "")) throw error;
  } finally {
    await handle.close();
  }
}

/** Makes folders below `root`, and remembers which of them are known to survive a power cut. */
export class DurableFolders {
  readonly #root: string;
  readonly #known = new Set<string>();

  constructor(root: string) {
    this.#root = resolve(root);
  }

  /** Makes `path`, which is `root` or below it, with its parents. */
  async ensure(path: string): Promise<void> {
    const target = resolve(path);
    if (this.#known.has(target)) return;
    await mkdir(target, { recursive: true, mode: 0o700 });
    // Another process may have made a folder a moment ago and not have synced its parent yet, so this does not ask
    // who made it; once per folder and process is cheap.
    if (target !== this.#root) {
      const parent = dirname(target);
      await this.ensure(parent);
      await syncFolder(parent);
    }
    if (this.#known.size >= MAX_KNOWN_FOLDERS) this.#known.clear();
    this.#known.add(target);
  }

  /** Forgets a folder that turned out to be gone, so that the next `ensure` makes it again. */
  forget(path: string): void {
    for (let folder = resolve(path); ; folder = dirname(folder)) {
      this.#known.delete(folder);
      if (folder === this.#root || folder === dirname(folder)) return;
    }
  }
}
