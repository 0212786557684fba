import "server-only";
import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { getEnv } from "@/lib/server/env";

let known: Promise<string> | null = null;

/**
 * Identifies the data folder and so the disk that its calls use. Processes and machines that share the folder share the
 * id, and with it the reservations.
 */
export function diskId(): Promise<string> {
  known ??= readOrCreate().catch((error: unknown) => {
    known = null;
    throw error;
  });
  return known;
}

async function readOrCreate(): Promise<string> {
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
    // The first process wins. A file without a valid id (disk full, power cut) is replaced.
    await link(draft, path).catch(() => undefined);
    if ((await read()) === null) await rename(draft, path);
    const id = await read();
    if (id === null) throw new Error(`${path} cannot be written`);
    return id;
  } finally {
    await rm(draft, { force: true });
  }
}
