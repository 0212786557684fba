import "server-only";

/** Clients fetch a picture right after the answer, so a small cache is enough. */
const MOST_FILES = 200;
const MOST_BYTES = 400 * 1024 * 1024;

/** Least-recently-used cache of the pictures that were answered by URL. */
export class FileCache {
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
