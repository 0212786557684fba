import "server-only";
import type { Readable } from "node:stream";

declare const sha256Brand: unique symbol;

/** The name of some bytes: their SHA-256 as 64 lower-case hexadecimal digits. */
export type Sha256 = string & { readonly [sha256Brand]: true };

/** True where the text is a SHA-256 as this store writes it; so it is also safe as a file name. */
export function isSha256(text: string): text is Sha256 {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Brands a text from outside (a database row, a path). Throws `TypeError` where it is not a SHA-256. */
export function parseSha256(text: string): Sha256 {
  if (!isSha256(text)) throw new TypeError("not a SHA-256 in lower-case hexadecimal");
  return text;
}

/** Bytes from `start` to `end`, both included and counted from 0, as in an HTTP range. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface BlobStat {
  readonly byteLength: number;
}

export interface StoredBlob extends BlobStat {
  readonly sha256: Sha256;
  /** False where the store had these bytes already. */
  readonly created: boolean;
}

/**
 * Keeps originals byte for byte under their SHA-256, and beside each one the derivatives that are made from it.
 *
 * When a put resolves, the bytes survive a power cut. Puts are idempotent, and any number of puts of the same bytes
 * may run at once, in several processes. The store does not know who uses a blob: that no row names it any more, and
 * that none is about to, is for the caller of `remove` to make sure of.
 *
 * Puts throw `BlobStoreFull` where there is no room left; nothing half-written is ever visible under a name.
 */
export interface BlobStore {
  /**
   * Stores a file's bytes. With `move` the store may take the file itself instead of a copy, and the path is gone
   * once the put has resolved; where the put throws, the file is still there.
   */
  putFile(path: string, options?: { readonly move?: boolean }): Promise<StoredBlob>;
  /** Stores what the stream gives; throws `BlobTooLarge` (and destroys the stream) beyond `maxBytes`. */
  putStream(stream: Readable, options: { readonly maxBytes: number }): Promise<StoredBlob>;
  /** The bytes, or the part of them that `range` names. Throws `BlobMissing` before any byte is read. */
  open(sha256: Sha256, range?: ByteRange): Promise<Readable>;
  /** Runs `use` with a path of a local file that holds the bytes. Only to be read, and only until `use` settles. */
  withLocalFile<T>(sha256: Sha256, use: (path: string) => Promise<T>): Promise<T>;
  stat(sha256: Sha256): Promise<BlobStat | null>;
  has(sha256: Sha256): Promise<boolean>;
  /**
   * Removes the original and all its derivatives. False where there was no original.
   *
   * With `unlessPutSince` nothing is removed (`"fresh"`) where a put of the same bytes has come since that moment, also
   * one at the same time in another process: it counts on them being there.
   */
  remove(sha256: Sha256): Promise<boolean>;
  remove(sha256: Sha256, options: { readonly unlessPutSince: Date }): Promise<boolean | "fresh">;

  /**
   * Stores one derivative, replacing what was there. A variant's name is 1-40 of `a-z 0-9 -`.
   * A power cut may lose a derivative whole (make it again) but never leaves half of one.
   */
  putDerivative(sha256: Sha256, variant: string, bytes: Buffer): Promise<void>;
  /** Throws `BlobMissing` where there is no such derivative. */
  openDerivative(sha256: Sha256, variant: string, range?: ByteRange): Promise<Readable>;
  statDerivative(sha256: Sha256, variant: string): Promise<BlobStat | null>;

  /** Removes what interrupted puts have left and nobody has written to for so long. Returns how many. */
  sweepTemporary(olderThanMs: number): Promise<number>;
}

/** There is no room left for the bytes (disk or quota). Nothing was stored. */
export class BlobStoreFull extends Error {
  override readonly name = "BlobStoreFull";
}

/** The stream gave more than the caller allowed. Nothing was stored. */
export class BlobTooLarge extends Error {
  override readonly name = "BlobTooLarge";
  constructor(readonly maxBytes: number) {
    super(`more than ${maxBytes} bytes`);
  }
}

/** No bytes under this name. */
export class BlobMissing extends Error {
  override readonly name = "BlobMissing";
  constructor(sha256: Sha256, variant?: string) {
    super(variant === undefined ? `no blob ${sha256}` : `no ${variant} of blob ${sha256}`);
  }
}

/** Checks a derivative's name, which becomes part of a path or key. Throws `TypeError`. */
export function checkVariant(variant: string): string {
  if (!/^[a-z0-9-]{1,40}$/.test(variant)) throw new TypeError(`not a variant's name: ${variant}`);
  return variant;
}
