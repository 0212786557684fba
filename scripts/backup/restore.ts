import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { DiskBlobStore } from "@/lib/server/blobs/disk";
import { BlobMissing, parseSha256 } from "@/lib/server/blobs/store";
import { withClient } from "../database/connection";
import { applyMigrations, readApplied } from "../database/migrations";
import { Failure } from "../setup/failure";
import { sumOfStream } from "./create";
import { type EntryKind, type Manifest, sumOf, tablePartName } from "./format";
import { noteBackup } from "./note";
import { type CheckedArchive, readArchive } from "./reader";
import {
  disableTriggers,
  dropForeignKeys,
  listTables,
  loadPart,
  readParts,
  configureSession,
} from "./tables";

/** Present in the root of every new file system. */
const notOurs = new Set(["lost+found"]);

/** @throws Failure if the folder exists and is not empty */
export async function assertEmptyFolder(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => []);
  const first = entries.find((entry) => !notOurs.has(entry));
  if (first !== undefined) {
    throw new Failure(
      `${folder} is not empty (there is ${first}). A backup is restored into an empty folder alone: name one with --data-dir.`,
    );
  }
}

/** @throws Failure if the database has rows or is newer than the backup */
async function assertEmptyDatabase(url: string, migrations: readonly string[]): Promise<void> {
  await withClient(url, async (client) => {
    const applied = await readApplied(client);
    const isFurther = [...applied].some((name) => !migrations.includes(name));
    for (const table of isFurther ? [] : await listTables(client)) {
      const { rows } = await client.query(`SELECT 1 FROM "${table}" LIMIT 1`);
      if (rows.length > 0) {
        throw new Failure(
          `The database is not empty (there are rows in ${table}). Make a new one.`,
        );
      }
    }
    if (isFurther) {
      throw new Failure(
        "A newer studio was started on the database. Make a new one, with nothing in it.",
      );
    }
  });
}

export interface RestoreReport {
  rows: number;
  blobs: number;
  spooled: number;
  hasSecret: boolean;
  /** Generations that will be sent or continued on the next start. */
  waiting: number;
  /** Migrations newer than the backup. */
  migrated: string[];
}

/**
 * Restores a checked archive into an empty database and folder and compares all checksums afterwards. The rows are
 * committed last; until then the database stays empty.
 */
export async function restoreInto(
  { url, dataDir, file }: { url: string; dataDir: string; file: string },
  { header, manifest }: CheckedArchive,
  say: (doing: string) => void,
): Promise<RestoreReport> {
  await assertEmptyDatabase(url, header.migrations);
  await applyMigrations(url, new Set(header.migrations));
  const waiting = await withClient(url, async (client) => {
    await client.query("BEGIN");
    await configureSession(client);
    const restoreForeignKeys = await dropForeignKeys(client);
    const enableTriggers = await disableTriggers(client);
    const damaged = new Set(manifest.blobs.damaged);
    await readArchive(file, async (entry, { name, bytes: source }) => {
      say(name.replace(/\/.*/, ""));
      if (entry.kind === "table") await loadPart(client, entry.table, await buffer(source));
      else if (entry.kind !== "blob") await putFile(dataDir, entry, source);
      else if (!damaged.has(entry.sha256)) await putBlob(dataDir, entry.sha256, source);
    });
    await enableTriggers();
    await restoreForeignKeys();
    say("comparing sums");
    await compareTables(client, manifest);
    await compareBlobs(client, dataDir, manifest);
    await compareFiles(dataDir, manifest);
    const { rows } = await client.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM "Generation" WHERE state IN ('queued', 'claimed', 'received')`,
    );
    await client.query("COMMIT");
    return rows[0]?.waiting ?? 0;
  });
  const migrated = await applyMigrations(url);
  await withClient(url, (client) => noteBackup(client, "backup.restored", file));
  const { parts, blobs } = manifest;
  return {
    rows: parts.reduce((sum, { rows = 0 }) => sum + rows, 0),
    blobs: blobs.count - blobs.damaged.length,
    spooled: parts.filter(({ name }) => name.startsWith("spool/")).length,
    hasSecret: parts.some(({ name }) => name === "secret"),
    waiting,
    migrated,
  };
}

/** Removes what a failed restore wrote into its (previously empty) folder. */
export async function emptyFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder).catch(() => [])) {
    if (!notOurs.has(entry)) await rm(path.join(folder, entry), { recursive: true, force: true });
  }
}

async function putFile(
  dataDir: string,
  entry: Exclude<EntryKind, { kind: "table" | "blob" }>,
  source: AsyncIterable<Buffer>,
): Promise<void> {
  if (entry.kind !== "secret" && entry.kind !== "spool") return;
  const target = path.join(
    dataDir,
    ...(entry.kind === "spool" ? ["spool", entry.file] : ["secret"]),
  );
  await mkdir(path.dirname(target), { recursive: true });
  await pipeline(source, createWriteStream(target, { flags: "wx", mode: 0o600, flush: true }));
}

async function putBlob(
  dataDir: string,
  sha256: string,
  source: AsyncIterable<Buffer>,
): Promise<void> {
  const store = new DiskBlobStore({ root: path.join(dataDir, "blobs") });
  const stored = await store.putStream(Readable.from(source), {
    maxBytes: Number.POSITIVE_INFINITY,
  });
  if (stored.sha256 !== sha256) throw new Failure(`The archive changed while it was read.`);
}

const differs = (what: string) =>
  new Failure(`${what} is not what the backup holds. Nothing was restored; check the disk.`);

/** Reads the rows back as the backup did and compares checksums. */
async function compareTables(client: pg.Client, { parts }: Manifest): Promise<void> {
  const sums = new Map(parts.map(({ name, sha256 }) => [name, sha256]));
  let seen = 0;
  for (const table of await listTables(client)) {
    let number = 0;
    for await (const { bytes } of readParts(client, table)) {
      number += 1;
      if (sums.get(tablePartName(table, number)) !== sumOf(bytes)) throw differs(`Table ${table}`);
    }
    seen += number;
  }
  const wanted = parts.filter(({ name }) => name.startsWith("database/")).length;
  if (seen !== wanted) throw differs("The database");
}

/** Checks that every referenced image is on disk and matches its name. */
async function compareBlobs(
  client: pg.Client,
  dataDir: string,
  { blobs }: Manifest,
): Promise<void> {
  const store = new DiskBlobStore({ root: path.join(dataDir, "blobs") });
  const absent = new Set([...blobs.missing, ...blobs.damaged]);
  await client.query(`DECLARE blobs NO SCROLL CURSOR FOR SELECT sha256 FROM "Blob"`);
  for (;;) {
    const { rows } = await client.query<{ sha256: string }>("FETCH 500 FROM blobs");
    if (rows.length === 0) return;
    for (const { sha256 } of rows) {
      if (absent.has(sha256)) continue;
      const source = await store.open(parseSha256(sha256)).catch((error: unknown) => {
        throw error instanceof BlobMissing ? differs(`Picture ${sha256}`) : error;
      });
      if ((await sumOfStream(source)) !== sha256) throw differs(`Picture ${sha256}`);
    }
  }
}

async function compareFiles(dataDir: string, { parts }: Manifest): Promise<void> {
  for (const { name, sha256 } of parts) {
    if (name !== "secret" && !name.startsWith("spool/")) continue;
    const handle = await open(path.join(dataDir, ...name.split("/")));
    if ((await sumOfStream(handle.createReadStream())) !== sha256) throw differs(name);
  }
}
