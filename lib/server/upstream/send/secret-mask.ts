import "server-only";
import { secretNeedles } from "./secret-forms";

/**
 * Overwrites a secret with asterisks in bytes that pass through, also where it lies across two chunks, also where it is escaped as
 * in JSON or encoded in base64. An error body may echo the key; the key must not reach the disk. The length stays, so JSON stays JSON.
 */
export class SecretMask {
  readonly #needles: readonly Buffer[];
  /** So many bytes at the end of a chunk may be the beginning of a secret. */
  readonly #keep: number;
  #held: Buffer = Buffer.alloc(0);

  constructor(secret: string) {
    this.#needles = secretNeedles(secret);
    this.#keep = Math.max(0, ...this.#needles.map(({ length }) => length - 1));
  }

  /** What may be written now, in order; an end that may be the secret's beginning is held back until the next chunk. */
  push(chunk: Buffer): Buffer[] {
    const keep = this.#keep;
    if (keep === 0) return [chunk];
    // Nearly always nothing lies across, and megabytes need not be copied to put two chunks together.
    const isApart = chunk.length > keep && !this.#liesAcross(chunk, keep);
    const before = isApart ? [this.#held] : [];
    const data = this.#masked(isApart ? chunk : Buffer.concat([this.#held, chunk]));
    const cut = data.length - this.#begunAtEnd(data, keep);
    this.#held = Buffer.from(data.subarray(cut));
    return [...before, data.subarray(0, cut)];
  }

  /** How many of the last bytes are how the secret begins: nothing else waits, so a death loses nothing that came. */
  #begunAtEnd(data: Buffer, most: number): number {
    for (let length = Math.min(most, data.length); length > 0; length -= 1) {
      const end = data.subarray(data.length - length);
      const isBegun = (needle: Buffer) =>
        needle.length > length && end.equals(needle.subarray(0, length));
      if (this.#needles.some(isBegun)) return length;
    }
    return 0;
  }

  #liesAcross(chunk: Buffer, keep: number): boolean {
    const seam = Buffer.concat([this.#held, chunk.subarray(0, keep)]);
    return this.#needles.some((needle) => seam.includes(needle));
  }

  /** What was held back. */
  flush(): Buffer {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return held;
  }

  #masked(data: Buffer): Buffer {
    let masked = data;
    for (const needle of this.#needles) {
      for (let at = masked.indexOf(needle); at >= 0; at = masked.indexOf(needle, at + 1)) {
        // The chunk is the caller's: only a copy is written on.
        if (masked === data) masked = Buffer.from(data);
        masked.fill("*", at, at + needle.length);
      }
    }
    return masked;
  }
}
