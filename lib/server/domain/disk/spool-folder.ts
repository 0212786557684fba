import "server-only";
import { join } from "node:path";
import { getEnv } from "@/lib/server/env";

/** Folder of raw upstream replies: kept until their images are stored, and longer if no image was found. */
export function spoolFolder(): string {
  return join(getEnv().DATA_DIR, "spool");
}
