import "server-only";
import { join } from "node:path";
import { getEnv } from "@/lib/server/env";

/** Where raw answers of the upstream are kept until their pictures are safe, and after where none was found. */
export function spoolFolder(): string {
  return join(getEnv().DATA_DIR, "spool");
}
