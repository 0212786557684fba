import "server-only";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { MANIFEST_FILE, type ManifestImage, manifest } from "@/lib/contracts/manifest";
import { readZipDirectory, type ZipFileEntry } from "@/lib/server/domain/imports/zip-directory";
import { DamagedEntry, unpackEntry } from "@/lib/server/domain/imports/zip-entry";
import { getEnv } from "@/lib/server/env";

/** Larger manifests are not read: 10,000 images with long prompts stay below. */
const MANIFEST_MAX_BYTES = 256 * 1024 * 1024;

export function importsFolder(): string {
  return join(getEnv().DATA_DIR, "imports");
}

/** Where the archive of an import is. */
export function archivePath(importId: string): string {
  return join(importsFolder(), `${importId}.zip`);
}

/** Takes over the file at `path` as the archive of an import; a rename where possible. */
export async function keepArchive(importId: string, path: string): Promise<void> {
  await mkdir(importsFolder(), { recursive: true, mode: 0o700 });
  await rename(path, archivePath(importId));
}

export async function removeArchive(importId: string): Promise<void> {
  await rm(archivePath(importId), { force: true });
}

/** What an archive contains, without unpacking its files. */
export interface ArchiveContents {
  files: ZipFileEntry[];
  /** By path; null without a manifest that can be read. */
  facts: ReadonlyMap<string, ManifestImage> | null;
}

/** @throws AppError `archive_refused` */
export async function readArchive(path: string): Promise<ArchiveContents> {
  const entries = await readZipDirectory(path);
  const described = entries.find((entry) => entry.path === MANIFEST_FILE);
  if (described === undefined) return { files: entries, facts: null };
  const facts = await readManifest(path, described);
  return { files: entries.filter((entry) => facts === null || entry !== described), facts };
}

async function readManifest(
  path: string,
  entry: ZipFileEntry,
): Promise<ReadonlyMap<string, ManifestImage> | null> {
  if (entry.byteCount > MANIFEST_MAX_BYTES) return null;
  const through = new PassThrough();
  try {
    const [bytes] = await Promise.all([buffer(through), unpackEntry(path, entry, through)]);
    const parsed = manifest.safeParse(JSON.parse(bytes.toString("utf8")));
    if (!parsed.success) return null;
    return new Map(
      parsed.data.images.flatMap((image) => (image.file === null ? [] : [[image.file, image]])),
    );
  } catch (error) {
    if (error instanceof DamagedEntry || error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * Deletes archives without a row, which a process left that died.
 * @param before milliseconds since the epoch; what changed later stays
 */
export async function sweepArchives(
  isKnown: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  before: number,
): Promise<number> {
  const names = await readdir(importsFolder()).catch(() => []);
  const known = await isKnown(names.map((name) => name.replace(/\.zip$/, "")));
  let swept = 0;
  for (const name of names) {
    if (known.has(name.replace(/\.zip$/, ""))) continue;
    const path = join(importsFolder(), name);
    const found = await stat(path).catch(() => null);
    if (found === null || found.mtimeMs > before) continue;
    await rm(path, { force: true });
    swept += 1;
  }
  return swept;
}
