import "server-only";
import type { FileHandle } from "node:fs/promises";

/** With more than this waiting for the disk, whoever brings pieces waits as well. */
const MAX_WAITING_BYTES = 512 * 1024;

/**
 * Writes to a file what comes in pieces, in their order, all that wait at once. A network gives pieces of 64 KB and less; to
 * wait for the disk with each of them takes longer than to write them.
 */
export class PieceWriter {
  readonly #put: (pieces: Buffer[]) => Promise<void>;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #writing: Promise<void> | null = null;
  #failure: { error: unknown } | null = null;

  /** @param target a file, or what puts pieces where they belong, one call at a time */
  constructor(target: FileHandle | ((pieces: Buffer[]) => Promise<void>)) {
    this.#put =
      typeof target === "function" ? target : (pieces: Buffer[]) => writeEach(target, pieces);
  }

  /** Takes a piece over; its bytes must not change any more. Throws what an earlier write failed with. */
  async write(piece: Buffer): Promise<void> {
    this.#throwFailure();
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    this.#writing ??= this.#writeWaiting();
    if (this.#bytes > MAX_WAITING_BYTES) await this.flush();
  }

  /** Resolves when all that was taken over is written (not fsynced). Throws what a write failed with. */
  async flush(): Promise<void> {
    await this.#writing;
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** Never rejects: the next call tells of a failure. */
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
    // A disk that is nearly full takes a part; the rest shows what is the matter.
    if (bytesWritten < piece.length) await file.writeFile(piece.subarray(bytesWritten));
    bytesWritten = Math.max(0, bytesWritten - piece.length);
  }
}
