import "server-only";
import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";

export type FolderSize = { count: number; bytes: number };

/**
 * The files below a folder and their bytes; null where it takes longer than `withinMs` to look. A folder that is not there
 * is empty, and files that go while it looks do not count.
 */
export async function measureFolder(folder: string, withinMs: number): Promise<FolderSize | null> {
  const until = performance.now() + withinMs;
  const size: FolderSize = { count: 0, bytes: 0 };
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for await (const entry of entriesOf(next)) {
      if (performance.now() > until) return null;
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) {
        const found = await stat(path).catch(() => null);
        if (found === null) continue;
        size.count += 1;
        size.bytes += found.size;
      }
    }
  }
  return size;
}

async function* entriesOf(folder: string) {
  try {
    yield* await opendir(folder);
  } catch {
    // It went, or may not be read: what cannot be seen cannot be counted.
  }
}
