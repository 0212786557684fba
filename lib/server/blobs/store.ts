import "server-only";
import type { Readable } from "node:stream";

declare const sha256Brand: unique symbol;

/** The name of a blob: its SHA-256 as 64 lower-case hexadecimal digits. */
export type Sha256 = string & { readonly [sha256Brand]: true };

/** True for a SHA-256 in this store's notation, which is also safe as a file name. */
export function isSha256(text: string): text is Sha256 {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Brands an untrusted text (a database value, a path). Throws `TypeError` if it is not a SHA-256. */
export function parseSha256(text: string): Sha256 {
  if (!isSha256(text)) throw new TypeError("not a SHA-256 in lower-case hexadecimal");
  return text;
}

/** Bytes from `start` to `end`, inclusive, counted from 0, as in an HTTP range. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface BlobStat {
  readonly byteLength: number;
}

export interface StoredBlob extends BlobStat {
  readonly sha256: Sha256;
  /** False if the store already had these bytes. */
  readonly created: boolean;
}

/**
 * Stores originals byte for byte under their SHA-256, and with each one its derivatives.
 * When a put resolves, the bytes survive a power cut. Puts are idempotent, and puts of the same bytes may run
 * concurrently, in several processes. The store does not know references: the caller of `remove` must make sure that no
 * row names the blob or is about to.
 * Puts throw `BlobStoreFull` without room; a partially written file is never visible under a name.
 */
export interface BlobStore {
  /**
   * Stores a file's bytes. With `move` the store may take the file instead of copying it, and the path is gone once
   * the put has resolved; if the put throws, the file is still there.
   */
  putFile(path: string, options?: { readonly move?: boolean }): Promise<StoredBlob>;
  /** Stores a stream; throws `BlobTooLarge` (and destroys the stream) beyond `maxBytes`. */
  putStream(stream: Readable, options: { readonly maxBytes: number }): Promise<StoredBlob>;
  /** Opens the bytes, or a range of them. Throws `BlobMissing` before any byte is read. */
  open(sha256: Sha256, range?: ByteRange): Promise<Readable>;
  /**
   * Runs `use` with the path of a local file that contains the bytes: read-only, and valid only until `use` settles.
   */
  withLocalFile<T>(sha256: Sha256, use: (path: string) => Promise<T>): Promise<T>;
  stat(sha256: Sha256): Promise<BlobStat | null>;
  has(sha256: Sha256): Promise<boolean>;
  /**
   * Removes the original and all its derivatives. False if there was no original.
   * With `unlessPutSince` nothing is removed (`"fresh"`) if the same bytes were put since that moment, even
   * concurrently by another process, which relies on them.
   */
  remove(sha256: Sha256): Promise<boolean>;
  remove(sha256: Sha256, options: { readonly unlessPutSince: Date }): Promise<boolean | "fresh">;

  /**
   * Stores or replaces one derivative. A variant's name is 1-40 of `a-z 0-9 -`. A power cut may lose a whole
   * derivative (create it again) but never leaves a partial one.
   */
  putDerivative(sha256: Sha256, variant: string, bytes: Buffer): Promise<void>;
  /** Throws `BlobMissing` if there is no such derivative. */
  openDerivative(sha256: Sha256, variant: string, range?: ByteRange): Promise<Readable>;
  statDerivative(sha256: Sha256, variant: string): Promise<BlobStat | null>;

  /** Removes files of interrupted puts that were not written to for this long. Returns how many. */
  sweepTemporary(olderThanMs: number): Promise<number>;
}

/** No room for the bytes (disk or quota). Nothing was stored. */
export class BlobStoreFull extends Error {
  override readonly name = "BlobStoreFull";
}

/** The stream exceeded the caller's limit. Nothing was stored. */
export class BlobTooLarge extends Error {
  override readonly name = "BlobTooLarge";
  constructor(readonly maxBytes: number) {
    super(`more than ${maxBytes} bytes`);
  }
}

/** No blob of this name. */
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
