import "server-only";

/**
 * Overwrites a secret with asterisks in bytes that pass through, also where it lies across two chunks.
 * An error body may echo the key; the key must not reach the disk. The length stays, so JSON stays JSON.
 */
export class SecretMask {
  readonly #secret: Buffer;
  #held: Buffer = Buffer.alloc(0);

  constructor(secret: string) {
    this.#secret = Buffer.from(secret);
  }

  /** What may be written now, in order; an end that may be the secret's beginning is held back until the next chunk. */
  push(chunk: Buffer): Buffer[] {
    const keep = this.#secret.length - 1;
    if (keep < 3) return [chunk];
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
      if (end.equals(this.#secret.subarray(0, length))) return length;
    }
    return 0;
  }

  #liesAcross(chunk: Buffer, keep: number): boolean {
    return Buffer.concat([this.#held, chunk.subarray(0, keep)]).includes(this.#secret);
  }

  /** What was held back. */
  flush(): Buffer {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return held;
  }

  #masked(data: Buffer): Buffer {
    let at = data.indexOf(this.#secret);
    if (at < 0) return data;
    const copy = Buffer.from(data);
    for (; at >= 0; at = copy.indexOf(this.#secret, at + 1)) {
      copy.fill("*", at, at + this.#secret.length);
    }
    return copy;
  }
}
