import "server-only";
import type { FileHandle } from "node:fs/promises";

/** Above this many unwritten bytes, `write` waits for the disk. */
const MAX_WAITING_BYTES = 512 * 1024;

/**
 * Writes chunks to a file in order, batching those that wait. The network delivers 64 KB or less at a time, and
 * awaiting the disk for each takes longer than writing it.
 */
export class PieceWriter {
  readonly #put: (pieces: Buffer[]) => Promise<void>;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #writing: Promise<void> | null = null;
  #failure: { error: unknown } | null = null;

  /** @param target a file, or a function that writes chunks; called once at a time */
  constructor(target: FileHandle | ((pieces: Buffer[]) => Promise<void>)) {
    this.#put =
      typeof target === "function" ? target : (pieces: Buffer[]) => writeEach(target, pieces);
  }

  /**
   * Takes ownership of the chunk; its bytes must not change.
   * @throws the error of an earlier write
   */
  async write(piece: Buffer): Promise<void> {
    this.#throwFailure();
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    this.#writing ??= this.#writeWaiting();
    if (this.#bytes > MAX_WAITING_BYTES) await this.flush();
  }

  /**
   * Resolves when all chunks are written (not fsynced).
   * @throws the error of a write
   */
  async flush(): Promise<void> {
    await this.#writing;
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** Never rejects: the next call throws the stored failure. */
  async #writeWaiting(): Promise<void> {
    try {
      while (this.#pieces.length > 0) {
        const pieces = this.#pieces;
        this.#pieces = [];
        await this.#put(pieces);
        for (const { length } of pieces) this.#bytes -= length;
      }
    } catch (error) {
      this.#failure = { error };
      this.#pieces = [];
    } finally {
      this.#writing = null;
    }
  }
}

async function writeEach(file: FileHandle, pieces: Buffer[]): Promise<void> {
  let { bytesWritten } = await file.writev(pieces);
  for (const piece of pieces) {
    // A nearly full disk writes only part; writing the rest raises the actual error.
    if (bytesWritten < piece.length) await file.writeFile(piece.subarray(bytesWritten));
    bytesWritten = Math.max(0, bytesWritten - piece.length);
  }
}
