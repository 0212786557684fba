import "server-only";
import { spawn } from "node:child_process";
import { mkdir, open, readdir, rm, stat, truncate } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";

/** File systems allocate whole blocks, some of them large. */
const SLACK_BYTES = 1024 * 1024;

/**
 * Reserves disk space for a file that is written later; its length stays 0. Does nothing if the machine has no
 * `fallocate` or the file system does not support it.
 * @throws an error with code ENOSPC if there is no room; then no file is left
 */
export async function holdRoom(path: string, bytes: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await (await open(path, "w", 0o600)).close();
  const stderr = await fallocate(path, bytes);
  if (!/no space left|quota exceeded/i.test(stderr)) return;
  await rm(path, { force: true });
  throw Object.assign(new Error("no room left for an answer"), { code: "ENOSPC" });
}

/**
 * Frees space that dead processes reserved in a folder, for files not written since `before` (ms since the epoch):
 * empty files are removed, others truncated to their length.
 */
export async function releaseHeldRoom(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() || found.mtimeMs >= before) continue;
    if (found.size === 0) await rm(path, { force: true });
    else if (found.blocks * 512 > found.size + SLACK_BYTES) await truncate(path, found.size);
  }
}

/** Its error message in English; empty on success or if the program is missing. */
function fallocate(path: string, bytes: number): Promise<string> {
  const child = spawn("fallocate", ["--keep-size", "--length", String(bytes), path], {
    // Pass none of our environment. Without a PATH the system's default folders are searched.
    env: { LC_ALL: "C", NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve(""));
    void text(child.stderr).then(resolve, () => resolve(""));
  });
}
