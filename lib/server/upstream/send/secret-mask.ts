import "server-only";
import { secretNeedles } from "./secret-forms";

/**
 * Overwrites a secret with asterisks in a stream of bytes, also across chunks, JSON-escaped or in base64. An error body
 * may echo the key, which must not reach the disk. The length does not change, so JSON stays valid.
 */
export class SecretMask {
  readonly #needles: readonly Buffer[];
  /** How many bytes at the end of a chunk may be the start of a secret. */
  readonly #keep: number;
  #held: Buffer = Buffer.alloc(0);

  constructor(secret: string) {
    this.#needles = secretNeedles(secret);
    this.#keep = Math.max(0, ...this.#needles.map(({ length }) => length - 1));
  }

  /**
   * Returns what may be written now, in order. A tail that may be the start of a secret is held until the next chunk.
   */
  push(chunk: Buffer): Buffer[] {
    const keep = this.#keep;
    if (keep === 0) return [chunk];
    // A secret rarely crosses two chunks; without one, avoid copying megabytes to join them.
    const isSeparate = chunk.length > keep && !this.#crossesChunks(chunk, keep);
    const before = isSeparate ? [this.#held] : [];
    const data = this.#masked(isSeparate ? chunk : Buffer.concat([this.#held, chunk]));
    const cut = data.length - this.#partialMatchLength(data, keep);
    this.#held = Buffer.from(data.subarray(cut));
    return [...before, data.subarray(0, cut)];
  }

  /** How many of the last bytes match the start of the secret. Only those are held, so a crash loses nothing else. */
  #partialMatchLength(data: Buffer, maxLength: number): number {
    for (let length = Math.min(maxLength, data.length); length > 0; length -= 1) {
      const end = data.subarray(data.length - length);
      const isPartialMatch = (needle: Buffer) =>
        needle.length > length && end.equals(needle.subarray(0, length));
      if (this.#needles.some(isPartialMatch)) return length;
    }
    return 0;
  }

  #crossesChunks(chunk: Buffer, keep: number): boolean {
    const seam = Buffer.concat([this.#held, chunk.subarray(0, keep)]);
    return this.#needles.some((needle) => seam.includes(needle));
  }

  /** The held bytes. */
  flush(): Buffer {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return held;
  }

  #masked(data: Buffer): Buffer {
    let masked = data;
    for (const needle of this.#needles) {
      for (let at = masked.indexOf(needle); at >= 0; at = masked.indexOf(needle, at + 1)) {
        // The chunk belongs to the caller, so mask a copy.
        if (masked === data) masked = Buffer.from(data);
        masked.fill("*", at, at + needle.length);
      }
    }
    return masked;
  }
}
