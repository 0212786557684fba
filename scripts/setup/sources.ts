import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { root } from "./root";

async function* walk(name: string): AsyncGenerator<string> {
  const found = await stat(path.join(root, name)).catch(() => undefined);
  if (!found) return;
  if (!found.isDirectory()) {
    yield name;
    return;
  }
  const entries = await readdir(path.join(root, name));
  for (const entry of entries.toSorted()) yield* walk(path.join(name, entry));
}

/**
 * One SHA-256 over the names and contents of files, in a fixed order. Missing names count as absent.
 *
 * @param names files and folders, relative to the repository's root
 * @param isWanted filters files by path
 */
export async function hashSources(
  names: string[],
  isWanted: (file: string) => boolean = () => true,
): Promise<string> {
  const hash = createHash("sha256");
  for (const name of names) {
    for await (const file of walk(name)) {
      if (!isWanted(file)) continue;
      const content = await readFile(path.join(root, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex");
}
