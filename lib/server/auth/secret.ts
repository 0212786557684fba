import "server-only";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { readOrMakeSecretFile } from "@/lib/server/auth/secret-file";
import { getEnv } from "@/lib/server/env";

let ofFile: string | null = null;

/**
 * The secret that encrypts cookies: `PENTIMENTO_SECRET`, else the file `secret` in the data folder, created on first
 * use.
 */
export function authSecret(): string {
  const { PENTIMENTO_SECRET, DATA_DIR } = getEnv();
  if (PENTIMENTO_SECRET) return PENTIMENTO_SECRET;
  ofFile ??= readOrMakeSecretFile(path.join(DATA_DIR, "secret"), () =>
    randomBytes(32).toString("base64url"),
  );
  return ofFile;
}
