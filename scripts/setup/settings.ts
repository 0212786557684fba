import { existsSync } from "node:fs";
import { EnvError, readSettings, type Settings } from "@/lib/server/env";
import { Failure } from "./failure";
import { inRoot } from "./root";

/**
 * Loads `.env` (what the environment already says wins) and reads all settings.
 * @throws Failure naming the wrong variable and what it should be
 */
export function loadSettings(): Settings {
  const file = inRoot(".env");
  if (existsSync(file)) process.loadEnvFile(file);
  try {
    return readSettings(process.env);
  } catch (error) {
    if (error instanceof EnvError) throw new Failure(error.message);
    throw error;
  }
}
