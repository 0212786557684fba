import "server-only";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { incomingFolder } from "@/lib/server/domain/images/storage";

/**
 * Deletes files and folders of uploads and answers that a dead process left behind.
 * @param before milliseconds since the epoch; what changed later stays
 * @returns how many were deleted
 */
export async function sweepIncoming(before: number): Promise<number> {
  const names = await readdir(incomingFolder()).catch(() => []);
  let swept = 0;
  for (const name of names) {
    const path = join(incomingFolder(), name);
    const found = await stat(path).catch(() => null);
    if (found === null || found.mtimeMs > before) continue;
    await rm(path, { recursive: true, force: true });
    swept += 1;
  }
  return swept;
}
