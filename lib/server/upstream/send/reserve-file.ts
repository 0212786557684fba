import "server-only";
import { spawn } from "node:child_process";
import { mkdir, open, readdir, rm, stat, truncate } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";

/** File systems give whole blocks, and some in large pieces. */
const SLACK_BYTES = 1024 * 1024;

/**
 * Takes hold of room on the disk for a file that is written later: its blocks are its own from now on, whatever other
 * programs write meanwhile, and its length stays 0. Does nothing where the machine has no `fallocate` or its file system
 * cannot. Throws an error with the code ENOSPC where there is no room; then nothing is left.
 */
export async function holdRoom(path: string, bytes: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await (await open(path, "w", 0o600)).close();
  const said = await fallocate(path, bytes);
  if (!/no space left|quota exceeded/i.test(said)) return;
  await rm(path, { force: true });
  throw Object.assign(new Error("no room left for an answer"), { code: "ENOSPC" });
}

/**
 * Gives back what processes that died have held in a folder, of files that nobody has written to since `before`
 * (milliseconds since the epoch): empty ones go, others keep their bytes alone.
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

/** What it complained of, in English; nothing where all is well, or where there is no such program. */
function fallocate(path: string, bytes: number): Promise<string> {
  const child = spawn("fallocate", ["--keep-size", "--length", String(bytes), path], {
    // Nothing of ours. Without a PATH the system's own folders are searched.
    env: { LC_ALL: "C", NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve(""));
    void text(child.stderr).then(resolve, () => resolve(""));
  });
}
