import "server-only";
import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { getEnv } from "@/lib/server/env";

let known: Promise<string> | null = null;

/**
 * Names the data folder, and so the disk that its calls need room on. Processes and machines that share the folder read
 * the same name; those with a disk of their own reserve on theirs alone.
 */
export function diskId(): Promise<string> {
  known ??= readOrMake().catch((error: unknown) => {
    known = null;
    throw error;
  });
  return known;
}

async function readOrMake(): Promise<string> {
  const { DATA_DIR } = getEnv();
  const path = join(DATA_DIR, "disk-id");
  const read = async () => {
    const text = await readFile(path, "utf8").catch(() => "");
    return z.uuid().safeParse(text.trim()).data ?? null;
  };
  const found = await read();
  if (found !== null) return found;
  await mkdir(DATA_DIR, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, randomUUID());
  try {
    // The first one wins. A file that holds no name (the disk was full, or the power went) is replaced.
    await link(draft, path).catch(() => undefined);
    if ((await read()) === null) await rename(draft, path);
    const made = await read();
    if (made === null) throw new Error(`${path} cannot be written`);
    return made;
  } finally {
    await rm(draft, { force: true });
  }
}
