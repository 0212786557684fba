import "server-only";
import type { FileHandle } from "node:fs/promises";

/** Above this many unwritten bytes, `write` waits for the disk. */
const MAX_PENDING_BYTES = 512 * 1024;

/**
 * Writes chunks to a file in order, batching those that wait. The network delivers 64 KB or less at a time, and
 * awaiting the disk for each takes longer than writing it.
 */
export class ChunkWriter {
  readonly #writeAll: (chunks: Buffer[]) => Promise<void>;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #pending: Promise<void> | null = null;
  #failure: { error: unknown } | null = null;

  /** @param target a file, or a function that writes chunks; called once at a time */
  constructor(target: FileHandle | ((chunks: Buffer[]) => Promise<void>)) {
    this.#writeAll =
      typeof target === "function" ? target : (chunks: Buffer[]) => writeEach(target, chunks);
  }

  /**
   * Takes ownership of the chunk; its bytes must not change.
   * @throws the error of an earlier write
   */
  async write(chunk: Buffer): Promise<void> {
    this.#throwFailure();
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.#pending ??= this.#writePending();
    if (this.#bytes > MAX_PENDING_BYTES) await this.flush();
  }

  /**
   * Resolves when all chunks are written (not fsynced).
   * @throws the error of a write
   */
  async flush(): Promise<void> {
    await this.#pending;
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** Never rejects: the next call throws the stored failure. */
  async #writePending(): Promise<void> {
    try {
      while (this.#chunks.length > 0) {
        const chunks = this.#chunks;
        this.#chunks = [];
        await this.#writeAll(chunks);
        for (const { length } of chunks) this.#bytes -= length;
      }
    } catch (error) {
      this.#failure = { error };
      this.#chunks = [];
    } finally {
      this.#pending = null;
    }
  }
}

async function writeEach(file: FileHandle, chunks: Buffer[]): Promise<void> {
  let { bytesWritten } = await file.writev(chunks);
  for (const chunk of chunks) {
    // A nearly full disk writes only part; writing the rest raises the actual error.
    if (bytesWritten < chunk.length) await file.writeFile(chunk.subarray(bytesWritten));
    bytesWritten = Math.max(0, bytesWritten - chunk.length);
  }
}
