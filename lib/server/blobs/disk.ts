import "server-only";
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, mkdir, open, readdir, rename, rm, stat, unlink, utimes } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import {
  DurableFolders,
  hashDurably,
  renameMaking,
  syncFolder,
  systemErrorCode,
  translateWriteError,
  writeDurably,
  type HashedBytes,
} from "./durable-file";
import {
  BlobMissing,
  checkVariant,
  type BlobStat,
  type BlobStore,
  type ByteRange,
  type Sha256,
  type StoredBlob,
} from "./store";

const READ_CHUNK_BYTES = 256 * 1024;

/** Null if the file is missing. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw error;
  }
}

async function statFile(path: string): Promise<BlobStat | null> {
  const found = await orNull(stat(path));
  return found?.isFile() ? { byteLength: found.size } : null;
}

/** Two levels of 256 folders keep each one small up to many millions of files. */
function shardedPath(folder: string, sha256: Sha256): string {
  return join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}

/**
 * Opens before it returns, so that a missing file is reported at once and not mid-stream. An open file stays readable
 * to its end even if `remove` runs meanwhile.
 */
async function openFile(path: string, range: ByteRange | undefined): Promise<Readable | null> {
  const handle = await orNull(open(path, "r"));
  return handle?.createReadStream({ ...range, highWaterMark: READ_CHUNK_BYTES }) ?? null;
}

/**
 * A `BlobStore` in one folder: `originals/ab/cd/<sha256>`, `derivatives/<variant>/ab/cd/<sha256>` and `temporary/`. All
 * must be on one file system, so that renames are atomic. Several processes may share the folder.
 */
export class DiskBlobStore implements BlobStore {
  readonly #originals: string;
  readonly #derivatives: string;
  readonly #temporary: string;
  readonly #folders: DurableFolders;
  readonly #now: () => number;

  constructor(options: { readonly root: string; readonly now?: () => number }) {
    const root = resolve(options.root);
    this.#originals = join(root, "originals");
    this.#derivatives = join(root, "derivatives");
    this.#temporary = join(root, "temporary");
    this.#folders = new DurableFolders(root);
    this.#now = options.now ?? Date.now;
  }

  async putFile(path: string, options: { readonly move?: boolean } = {}): Promise<StoredBlob> {
    // Renaming a symbolic link would store the link.
    if (options.move && (await lstat(path)).isFile()) {
      const hashed = await hashDurably(path);
      try {
        return await this.#publish(path, hashed);
      } catch (error) {
        if (systemErrorCode(error) !== "EXDEV") throw error;
      }
    }
    const stored = await this.putStream(createReadStream(path, { highWaterMark: 1024 * 1024 }), {
      maxBytes: Number.POSITIVE_INFINITY,
    });
    if (options.move) await rm(path, { force: true });
    return stored;
  }

  async putStream(stream: Readable, options: { readonly maxBytes: number }): Promise<StoredBlob> {
    // Without a listener, an error of the source before the loop below would end the process.
    const ignoreError = () => {};
    stream.on("error", ignoreError);
    try {
      return await this.#withTemporary(async (temporary) => {
        const hashed = await writeDurably(temporary, stream, options.maxBytes);
        return this.#publish(temporary, hashed);
      });
    } finally {
      stream.destroy();
    }
  }

  async open(sha256: Sha256, range?: ByteRange): Promise<Readable> {
    const stream = await openFile(this.#originalPath(sha256), range);
    if (!stream) throw new BlobMissing(sha256);
    return stream;
  }

  async withLocalFile<T>(sha256: Sha256, use: (path: string) => Promise<T>): Promise<T> {
    if (!(await this.has(sha256))) throw new BlobMissing(sha256);
    return use(this.#originalPath(sha256));
  }

  async stat(sha256: Sha256): Promise<BlobStat | null> {
    return statFile(this.#originalPath(sha256));
  }

  async has(sha256: Sha256): Promise<boolean> {
    return (await this.stat(sha256)) !== null;
  }

  async remove(sha256: Sha256): Promise<boolean>;
  async remove(
    sha256: Sha256,
    options: { readonly unlessPutSince: Date },
  ): Promise<boolean | "fresh">;
  async remove(
    sha256: Sha256,
    options?: { readonly unlessPutSince: Date },
  ): Promise<boolean | "fresh"> {
    const taken = options && (await this.#removeUnlessFresh(sha256, options.unlessPutSince));
    if (taken === "fresh") return taken;
    // Derivatives first: a crash in between leaves an original that can be removed again, not orphans.
    for (const variant of (await orNull(readdir(this.#derivatives))) ?? []) {
      await rm(this.#derivativePath(sha256, variant), { force: true });
    }
    return taken ?? (await orNull(unlink(this.#originalPath(sha256)).then(() => true))) ?? false;
  }

  /**
   * Moves an original aside and checks its time only then: an earlier put has refreshed it, and it is moved back; a
   * later put finds none and stores its own bytes.
   */
  async #removeUnlessFresh(sha256: Sha256, unlessPutSince: Date): Promise<boolean | "fresh"> {
    const original = this.#originalPath(sha256);
    return this.#withTemporary(async (aside) => {
      const isMoved = await orNull(rename(original, aside).then(() => true));
      if (!isMoved) return false;
      const { mtimeMs } = await stat(aside);
      if (mtimeMs < unlessPutSince.getTime()) return true;
      await rename(aside, original);
      return "fresh";
    });
  }

  async putDerivative(sha256: Sha256, variant: string, bytes: Buffer): Promise<void> {
    const target = this.#derivativePath(sha256, variant);
    await this.#withTemporary(async (temporary) => {
      await writeDurably(temporary, inOneChunk(bytes), bytes.length);
      // Folders are not synced: a power cut may lose derivatives.
      await renameMaking(temporary, target, () =>
        mkdir(dirname(target), { recursive: true, mode: 0o700 }),
      );
    });
  }

  async openDerivative(sha256: Sha256, variant: string, range?: ByteRange): Promise<Readable> {
    const stream = await openFile(this.#derivativePath(sha256, variant), range);
    if (!stream) throw new BlobMissing(sha256, variant);
    return stream;
  }

  async statDerivative(sha256: Sha256, variant: string): Promise<BlobStat | null> {
    return statFile(this.#derivativePath(sha256, variant));
  }

  async sweepTemporary(olderThanMs: number): Promise<number> {
    let removed = 0;
    for (const name of (await orNull(readdir(this.#temporary))) ?? []) {
      const path = join(this.#temporary, name);
      const found = await orNull(stat(path));
      if (!found || this.#now() - found.mtimeMs <= olderThanMs) continue;
      await rm(path, { recursive: true, force: true });
      removed += 1;
    }
    return removed;
  }

  #originalPath(sha256: Sha256): string {
    return shardedPath(this.#originals, sha256);
  }

  #derivativePath(sha256: Sha256, variant: string): string {
    return shardedPath(join(this.#derivatives, checkVariant(variant)), sha256);
  }

  /** Renames the synced file at `source` to its final name. `source` is gone afterwards. */
  async #publish(source: string, { sha256, byteLength }: HashedBytes): Promise<StoredBlob> {
    const target = this.#originalPath(sha256);
    const before = await statFile(target);
    const created = before === null;
    if (before?.byteLength === byteLength && (await this.#freshen(target))) await unlink(source);
    else {
      // Also replaces an original of another length, which a failing disk may have truncated.
      await this.#freshen(source);
      await this.#renameInto(source, target);
    }
    // Also if another put created it: that one may not have synced yet.
    await syncFolder(dirname(target));
    return { sha256, byteLength, created };
  }

  /** Sets a file's time to now, for `remove`; false if the file is missing. */
  async #freshen(path: string): Promise<boolean> {
    const now = new Date(this.#now());
    return (await orNull(utimes(path, now, now).then(() => true))) ?? false;
  }

  /** Renames; file and folders survive a power cut. */
  async #renameInto(source: string, target: string): Promise<void> {
    const folder = dirname(target);
    try {
      await this.#folders.ensure(folder);
      await renameMaking(source, target, () => {
        this.#folders.forget(folder);
        return this.#folders.ensure(folder);
      });
    } catch (error) {
      throw translateWriteError(error);
    }
  }

  /** Runs `work` with the path of a new temporary file, and removes the file afterwards. */
  async #withTemporary<T>(work: (path: string) => Promise<T>): Promise<T> {
    const path = join(this.#temporary, randomUUID());
    try {
      await this.#folders.ensure(this.#temporary);
      try {
        return await work(path);
      } finally {
        await rm(path, { force: true });
      }
    } catch (error) {
      throw translateWriteError(error);
    }
  }
}

async function* inOneChunk(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
