import "server-only";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Number of files stat'ed in parallel. */
const CONCURRENCY = 64;

export type FolderSize = { count: number; bytes: number };

/**
 * Counts the files below a folder and their bytes; null if that takes longer than `withinMs`. A missing folder is
 * empty, and files deleted during the count are not counted.
 */
export async function measureFolder(folder: string, withinMs: number): Promise<FolderSize | null> {
  const until = performance.now() + withinMs;
  const size: FolderSize = { count: 0, bytes: 0 };
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const path = next;
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    folders.push(...entries.filter((it) => it.isDirectory()).map((it) => join(path, it.name)));
    const files = entries.filter((it) => it.isFile()).map((it) => join(path, it.name));
    for (let at = 0; at < files.length; at += CONCURRENCY) {
      if (performance.now() > until) return null;
      const found = await Promise.all(
        files.slice(at, at + CONCURRENCY).map((file) => stat(file).catch(() => null)),
      );
      for (const it of found) {
        if (it === null) continue;
        size.count += 1;
        size.bytes += it.size;
      }
    }
  }
  return size;
}
