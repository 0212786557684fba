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

/** `BlobStoreFull` for errors that mean a full disk or quota; other errors unchanged. */
export function translateWriteError(error: unknown): unknown {
  const code = systemErrorCode(error);
  return code === "ENOSPC" || code === "EDQUOT"
    ? new BlobStoreFull("no room left for pictures", { cause: error })
    : error;
}

/** Writes all of `bytes` at the handle's position; a single `write` may write fewer. */
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
 * Writes chunks to a new file, hashing them, and resolves once they are synced to disk. Throws `BlobTooLarge` beyond
 * `maxBytes`, `BlobStoreFull` without room, and what the source throws; the file may then remain.
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

/** Hashes an existing file, and resolves once it is synced to disk. */
export async function hashDurably(path: string): Promise<HashedBytes> {
  const hash = createHash("sha256");
  let byteLength = 0;
  // Opened for writing because some systems refuse fsync on a read-only handle.
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

/** Renames a file; creates the target folder first if it is missing (someone may have deleted it). */
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
    // Windows cannot open folders, and does not need this call.
    if (["EISDIR", "EPERM", "EACCES"].includes(systemErrorCode(error) ?? "")) return;
    throw error;
  }
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot sync a folder; there is no alternative.
    if (!["EINVAL", "ENOTSUP", "EPERM"].includes(systemErrorCode(error) ?? "")) throw error;
  } finally {
    await handle.close();
  }
}

/** Creates folders below `root`, and remembers which of them survive a power cut. */
export class DurableFolders {
  readonly #root: string;
  readonly #known = new Set<string>();

  constructor(root: string) {
    this.#root = resolve(root);
  }

  /** Creates `path`, which is `root` or below it, with its parents. */
  async ensure(path: string): Promise<void> {
    const target = resolve(path);
    if (this.#known.has(target)) return;
    await mkdir(target, { recursive: true, mode: 0o700 });
    // Another process may have just created a folder without having synced its parent, so sync in any case; once per
    // folder and process is cheap.
    if (target !== this.#root) {
      const parent = dirname(target);
      await this.ensure(parent);
      await syncFolder(parent);
    }
    if (this.#known.size >= MAX_KNOWN_FOLDERS) this.#known.clear();
    this.#known.add(target);
  }

  /** Forgets a folder that has disappeared, so that the next `ensure` creates it again. */
  forget(path: string): void {
    for (let folder = resolve(path); ; folder = dirname(folder)) {
      this.#known.delete(folder);
      if (folder === this.#root || folder === dirname(folder)) return;
    }
  }
}
