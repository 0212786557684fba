import "server-only";

/** Pictures that were answered by URL. They are fetched at once, so a small shelf is plenty. */
const MOST_FILES = 200;
const MOST_BYTES = 400 * 1024 * 1024;

/** Keeps the latest files in memory, the least recently read out first. */
export class FileShelf {
  readonly #files = new Map<string, Buffer>();
  #bytes = 0;

  put(id: string, bytes: Buffer): void {
    this.#files.set(id, bytes);
    this.#bytes += bytes.length;
    for (const [oldest, held] of this.#files) {
      if (this.#files.size <= MOST_FILES && this.#bytes <= MOST_BYTES) break;
      if (oldest === id) break;
      this.#files.delete(oldest);
      this.#bytes -= held.length;
    }
  }

  get(id: string): Buffer | undefined {
    const bytes = this.#files.get(id);
    if (bytes) {
      this.#files.delete(id);
      this.#files.set(id, bytes);
    }
    return bytes;
  }
}
