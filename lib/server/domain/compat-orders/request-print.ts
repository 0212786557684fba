import "server-only";
import { createHash, type Hash } from "node:crypto";
import { AppError } from "@/lib/server/errors";

/** A short hash for each field of a request's body that has a say in the picture. */
export type RequestPrint = Readonly<Record<string, string>>;

/** Keys that change how an answer is written and nothing about the picture. Null counts as left out. */
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

/** The print of a JSON body, whatever the order of its keys. */
export function printOfJson(body: unknown): RequestPrint {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return {};
  return printOf(
    Object.entries(body).flatMap(([name, value]: [string, unknown]) =>
      value === null || value === undefined ? [] : [[name, hashOf((hash) => add(hash, value))]],
    ),
  );
}

/**
 * The print of a form's fields and files. It does not depend on the boundary of the multipart body, which clients draw
 * by lot for each try.
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

/** One hash for the whole request: its path and the print of its body. */
export function fingerprintOf(path: string, print: RequestPrint): string {
  return hashOf((hash) => add(hash, [path, print]));
}

/** The fields in which two requests differ, in the order of the alphabet. */
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

/** Adds a JSON value so that no two values give the same bytes. Long strings are not copied. */
function add(hash: Hash, value: unknown, depth = 0): void {
  // No client nests so deep, and a body that does would end in a full stack.
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
