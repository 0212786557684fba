import { existsSync } from "node:fs";
import { EnvError, readSettings, type Settings } from "@/lib/server/env";
import { loadProfiles } from "@/lib/server/upstream/profiles/profiles";
import { errorMessage, Failure } from "./failure";
import { inRoot } from "./root";

/**
 * Loads `.env` (existing environment variables win) and reads all settings.
 *
 * @throws Failure naming the invalid variable and its expected form, or the file if it cannot be read
 */
export function loadSettings(): Settings {
  const file = inRoot(".env");
  try {
    if (existsSync(file)) process.loadEnvFile(file);
  } catch {
    // Node reports every unreadable file as missing.
    throw new Failure(`${file} cannot be read. Give this account access to it, or remove it.`);
  }
  try {
    return readSettings(process.env);
  } catch (error) {
    if (error instanceof EnvError) throw new Failure(error.message);
    throw error;
  }
}

/**
 * Validates the model profiles at startup: the app itself would only find a mistake when a page is opened.
 *
 * @throws Failure naming the file and the field
 */
export function checkProfiles({ UPSTREAM_PROFILES: file }: Settings): void {
  try {
    loadProfiles(file);
  } catch (error) {
    // A parser's message may quote several lines of the file.
    const reason = errorMessage(error).replaceAll(/\s+/g, " ");
    throw new Failure(`${reason}. Correct the file, or what UPSTREAM_PROFILES says.`);
  }
}
