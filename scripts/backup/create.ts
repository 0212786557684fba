import { createHash } from "node:crypto";
import { open, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { DiskBlobStore } from "@/lib/server/blobs/disk";
import { BlobMissing, parseSha256 } from "@/lib/server/blobs/store";
import packageJson from "@/package.json";
import { withClient } from "../database/connection";
import { readApplied } from "../database/migrations";
import { errorCode, Failure } from "../setup/failure";
import { assertNotNewer } from "./newer";
import { FORMAT, type Header, type Manifest, tablePartName } from "./format";
import { noteBackup } from "./note";
import { listTables, readParts, configureSession } from "./tables";
import { type PutEntry, writeArchive } from "./writer";

const BLOB_BATCH = 500;

export interface BackupReport {
  bytes: number;
  rows: number;
  hasSecret: boolean;
  spooled: number;
  blobs: Manifest["blobs"];
}

/**
 * Writes an instance into one archive while it runs: rows from one snapshot, and the images that they name. Records it
 * in the audit log, because the archive holds everything. A file is on disk before its row, so none can be too new; a
 * file whose last row is deleted during the backup may be gone and is reported as missing.
 */
export async function createBackup(
  { url, dataDir, file }: { url: string; dataDir: string; file: string },
  say: (doing: string) => void,
): Promise<BackupReport> {
  return withClient(url, async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await configureSession(client);
    const migrations = [...(await readApplied(client))].toSorted();
    if (migrations.length === 0) {
      throw new Failure(
        "There is nothing to back up: the studio was never started on this database.",
      );
    }
    await assertNotNewer(migrations, "database");
    const header: Header = {
      format: FORMAT,
      version: 1,
      createdAt: new Date().toISOString(),
      studio: packageJson.version,
      migrations,
    };
    const blobs = { count: 0, bytes: 0, missing: [], damaged: [] };
    const manifest: Manifest = { parts: [], blobs };
    const bytes = await writeArchive(file, async (put) => {
      await putBytes(put, manifest, "backup.json", Buffer.from(JSON.stringify(header)));
      for (const table of await listTables(client)) {
        say(table);
        let number = 0;
        for await (const part of readParts(client, table)) {
          number += 1;
          await putBytes(put, manifest, tablePartName(table, number), part.bytes, part.rows);
        }
      }
      const secret = await readFile(path.join(dataDir, "secret")).catch(orNull);
      if (secret !== null) await putBytes(put, manifest, "secret", secret);
      await putBlobs(put, client, path.join(dataDir, "blobs"), manifest.blobs, say);
      await putSpool(put, client, path.join(dataDir, "spool"), manifest);
      const last = Buffer.from(JSON.stringify(manifest));
      await put("manifest.json", last.length, [last]);
    });
    await client.query("COMMIT");
    await noteBackup(client, "backup.made", file);
    const { parts } = manifest;
    return {
      bytes,
      rows: parts.reduce((sum, { rows = 0 }) => sum + rows, 0),
      hasSecret: parts.some(({ name }) => name === "secret"),
      spooled: parts.filter(({ name }) => name.startsWith("spool/")).length,
      blobs: manifest.blobs,
    };
  });
}

function orNull(error: unknown): null {
  if (errorCode(error) === "ENOENT") return null;
  throw error;
}

async function putBytes(
  put: PutEntry,
  { parts }: Manifest,
  name: string,
  bytes: Buffer,
  rows?: number,
): Promise<void> {
  parts.push({ name, ...(await put(name, bytes.length, [bytes])), ...(rows && { rows }) });
}

async function putBlobs(
  put: PutEntry,
  client: pg.Client,
  folder: string,
  blobs: Manifest["blobs"],
  say: (doing: string) => void,
): Promise<void> {
  const store = new DiskBlobStore({ root: folder });
  await client.query(`DECLARE blobs NO SCROLL CURSOR FOR SELECT sha256 FROM "Blob"`);
  for (;;) {
    const { rows } = await client.query<{ sha256: string }>(`FETCH ${BLOB_BATCH} FROM blobs`);
    if (rows.length === 0) return;
    for (const { sha256 } of rows) {
      const name = parseSha256(sha256);
      const found = await store.stat(name);
      const source = found && (await store.open(name).catch(gone));
      if (!found || !source) {
        blobs.missing.push(sha256);
        continue;
      }
      const written = await put(`blobs/${sha256}`, found.byteLength, source);
      blobs.count += 1;
      blobs.bytes += written.bytes;
      if (written.sha256 !== sha256) blobs.damaged.push(sha256);
      if (blobs.count % 100 === 0) say(`${blobs.count} pictures`);
    }
  }
}

function gone(error: unknown): null {
  if (error instanceof BlobMissing) return null;
  throw error;
}

/** Stored answers that "look again" may still use: those of generations without an image. */
async function putSpool(
  put: PutEntry,
  client: pg.Client,
  folder: string,
  manifest: Manifest,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT "spoolName" AS name FROM "Generation" WHERE "spoolName" IS NOT NULL AND state <> 'succeeded'`,
  );
  const wanted = new Set(rows.map(({ name }) => name));
  for (const file of (await readdir(folder).catch(orNull)) ?? []) {
    if (!wanted.has(file.replace(/\.head\.json$/, ""))) continue;
    const handle = await open(path.join(folder, file)).catch(orNull);
    if (handle === null) continue;
    // The answer may still be arriving; copy what is there.
    const { size } = await handle.stat();
    // The stream closes the handle at its end.
    const source = size === 0 ? [] : handle.createReadStream({ end: size - 1 });
    manifest.parts.push({ name: `spool/${file}`, ...(await put(`spool/${file}`, size, source)) });
    if (size === 0) await handle.close();
  }
}

/** SHA-256 of a stream in constant memory. */
export async function sumOfStream(source: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of source) hash.update(chunk);
  return hash.digest("hex");
}
