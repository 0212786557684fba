import "server-only";
import { createHash, type Hash } from "node:crypto";
import { AppError } from "@/lib/server/errors";

/** A short hash for each body field that affects the image. */
export type RequestPrint = Readonly<Record<string, string>>;

/** Keys that affect only the response's format, not the image. Null counts as omitted. */
const FORM_KEYS: ReadonlySet<string> = new Set([
  "metadata",
  "output_compression",
  "output_format",
  "prompt_cache_key",
  "response_format",
  "safety_identifier",
  "store",
  "stream",
  "stream_options",
  "user",
]);

/** The fingerprints of a JSON body's fields, independent of key order. */
export function printOfJson(body: unknown): RequestPrint {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return {};
  return printOf(
    Object.entries(body).flatMap(([name, value]: [string, unknown]) =>
      value === null || value === undefined ? [] : [[name, hashOf((hash) => add(hash, value))]],
    ),
  );
}

/**
 * The fingerprints of a form's fields and files, independent of the multipart boundary, which clients choose at random
 * for each try.
 */
export async function printOfForm(form: FormData): Promise<RequestPrint> {
  const byName = new Map<string, string[]>();
  for (const [name, value] of form) {
    const bytes =
      typeof value === "string" ? Buffer.from(value) : new Uint8Array(await value.arrayBuffer());
    const hashes = byName.get(name) ?? [];
    hashes.push(hashOf((hash) => hash.update(bytes)));
    byName.set(name, hashes);
  }
  return printOf([...byName].map(([name, hashes]) => [name, hashes.join()]));
}

/** One hash for the whole request: its path and its body's fingerprints. */
export function fingerprintOf(path: string, print: RequestPrint): string {
  return hashOf((hash) => add(hash, [path, print]));
}

/** The fields in which two requests differ, in alphabetical order. */
export function differingFields(one: RequestPrint, other: RequestPrint): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => one[name] !== other[name]).toSorted();
}

function printOf(hashes: string[][]): RequestPrint {
  const kept = hashes.filter(([name = ""]) => !FORM_KEYS.has(name));
  return Object.fromEntries(kept.map(([name = "", hash = ""]) => [name, hash]));
}

const MAX_DEPTH = 200;

function hashOf(write: (hash: Hash) => void): string {
  const hash = createHash("sha256");
  write(hash);
  return hash.digest("base64url");
}

/** Adds a JSON value so that different values give different bytes. Long strings are not copied. */
function add(hash: Hash, value: unknown, depth = 0): void {
  // No client nests this deep, and a body that does would overflow the stack.
  if (depth > MAX_DEPTH) {
    throw new AppError("invalid_body", { detail: `It nests deeper than ${MAX_DEPTH} levels` });
  }
  if (typeof value === "string") {
    hash.update(`s${value.length}:`).update(value);
  } else if (Array.isArray(value)) {
    hash.update(`a${value.length}:`);
    for (const item of value) add(hash, item, depth + 1);
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    hash.update(`o${entries.length}:`);
    for (const [name, item] of entries) {
      add(hash, name);
      add(hash, item, depth + 1);
    }
  } else {
    hash.update(`${typeof value}:${String(value)};`);
  }
}
