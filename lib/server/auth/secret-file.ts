import "server-only";
import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * The secret in a file of mode 0600; created with `make` if missing. Processes that start at once all get the same one.
 */
export function readOrMakeSecretFile(file: string, make: () => string): string {
  const found = readSecretFile(file);
  if (found) return found;
  mkdirSync(path.dirname(file), { recursive: true });
  // Written under a temporary name, then linked: readers never see half a secret, and the first writer wins.
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, make(), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, "utf8").trim();
}

/** Null if the file is missing or empty. */
export function readSecretFile(file: string): string | null {
  try {
    return readFileSync(file, "utf8").trim() || null;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && Reflect.get(error, "code") === code;
}
