import { existsSync } from "node:fs";
import { EnvError, readSettings, type Settings } from "@/lib/server/env";
import { loadProfiles } from "@/lib/server/upstream/profiles/profiles";
import { errorMessage, Failure } from "./failure";
import { inRoot } from "./root";

/**
 * Loads `.env` (what the environment already says wins) and reads all settings.
 * @throws Failure naming the wrong variable and what it should be, or the file where it cannot be read
 */
export function loadSettings(): Settings {
  const file = inRoot(".env");
  try {
    if (existsSync(file)) process.loadEnvFile(file);
  } catch {
    // Node says of every file that it cannot read that it is not there.
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
 * Reads the models' profiles as the app will: it would find a mistake in them only when somebody opens a page.
 * @throws Failure naming the file and the field
 */
export function checkProfiles({ UPSTREAM_PROFILES: file }: Settings): void {
  try {
    loadProfiles(file);
  } catch (error) {
    // What a parser says of a file may quote lines of it.
    const said = errorMessage(error).replaceAll(/\s+/g, " ");
    throw new Failure(`${said}. Correct the file, or what UPSTREAM_PROFILES says.`);
  }
}
