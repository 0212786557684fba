import "server-only";
import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getEnv } from "@/lib/server/env";

let known: { folder: string; secret: string } | null = null;

/**
 * What cookies are encrypted with: `PENTIMENTO_SECRET`, or else the file `secret` in the data folder, made on first use
 * and readable by its owner alone. Several processes may start at once: all end up with the same one.
 */
export function authSecret(): string {
  const { PENTIMENTO_SECRET, DATA_DIR } = getEnv();
  if (PENTIMENTO_SECRET) return PENTIMENTO_SECRET;
  if (known?.folder !== DATA_DIR) known = { folder: DATA_DIR, secret: readOrMake(DATA_DIR) };
  return known.secret;
}

function readOrMake(folder: string): string {
  const file = join(folder, "secret");
  const found = readIfThere(file);
  if (found) return found;
  mkdirSync(folder, { recursive: true });
  // Written whole under another name and then linked: a reader never sees half a secret, and the first writer wins.
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, randomBytes(32).toString("base64url"), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, "utf8").trim();
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if (isErrno(error, "ENOENT")) return "";
    throw error;
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && Reflect.get(error, "code") === code;
}
