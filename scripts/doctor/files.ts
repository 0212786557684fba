import { opendir, readdir, stat } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { DiskBlobStore } from "@/lib/server/blobs/disk";
import { parseSha256 } from "@/lib/server/blobs/store";
import { sumOfStream } from "../backup/create";
import { type Finding, inMegabytes, ok, warn, wrong } from "./finding";

/** Images checked without --full. */
const SAMPLE = 200;
const BATCH = 500;
const MUCH_SPOOL_BYTES = 5 * 1024 * 1024 * 1024;

interface FileCheck {
  client: pg.Client;
  dataDir: string;
  isFull: boolean;
  say: (doing: string) => void;
}

/** Checks that image files exist and match their names; all of them, or a random sample. */
export async function checkOriginals({
  client,
  dataDir,
  isFull,
  say,
}: FileCheck): Promise<Finding> {
  const store = new DiskBlobStore({ root: path.join(dataDir, "blobs") });
  const missing: string[] = [];
  const damaged: string[] = [];
  let seen = 0;
  await client.query("BEGIN READ ONLY");
  await client.query(
    `DECLARE blobs NO SCROLL CURSOR FOR SELECT sha256 FROM "Blob" ${isFull ? "" : `ORDER BY random() LIMIT ${SAMPLE}`}`,
  );
  for (;;) {
    const { rows } = await client.query<{ sha256: string }>(`FETCH ${BATCH} FROM blobs`);
    if (rows.length === 0) break;
    for (const { sha256 } of rows) {
      const name = parseSha256(sha256);
      seen += 1;
      if (seen % 100 === 0) say(`${seen} pictures`);
      if (!(await store.has(name))) missing.push(sha256);
      else if ((await sumOfStream(await store.open(name))) !== sha256) damaged.push(sha256);
    }
  }
  await client.query("ROLLBACK");
  const summary = `${seen} pictures checked${isFull ? "" : " (--full checks all)"}`;
  if (missing.length + damaged.length === 0) return ok("originals", summary);
  const examples = [...missing, ...damaged].slice(0, 3).join(", ");
  return wrong(
    "originals",
    `${summary}: ${missing.length} are missing, ${damaged.length} are damaged (${examples})`,
    "Restore these files from a backup into blobs/originals, and check the disk.",
  );
}

/** Finds files that no row references. Only with --full, because it walks every folder. */
export async function checkStrays({ client, dataDir, say }: FileCheck): Promise<Finding[]> {
  say("files without a row");
  const blobs = path.join(dataDir, "blobs");
  const originals = await countStrays(client, path.join(blobs, "originals"));
  const previews = await countStrays(client, path.join(blobs, "derivatives"));
  return [
    originals === 0
      ? ok("strays", "every original belongs to a row")
      : ok("strays", `${originals} originals belong to no row; cleanup removes them`),
    previews === 0
      ? ok("previews", "every preview belongs to a row")
      : warn(
          "previews",
          `${previews} previews belong to no row`,
          `Remove ${path.join(blobs, "derivatives")}: previews are recreated.`,
        ),
  ];
}

async function countStrays(client: pg.Client, folder: string): Promise<number> {
  let strays = 0;
  let batch: string[] = [];
  const settle = async () => {
    const { rows } = await client.query<{ known: number }>(
      `SELECT count(*)::int AS known FROM unnest($1::text[]) AS name WHERE name IN (SELECT sha256 FROM "Blob")`,
      [batch],
    );
    strays += batch.length - (rows[0]?.known ?? 0);
    batch = [];
  };
  for await (const name of filesBelow(folder)) {
    batch.push(name);
    if (batch.length >= BATCH) await settle();
  }
  await settle();
  return strays;
}

/** Files below a folder that are named after a hash. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  const directory = await opendir(folder).catch(() => null);
  if (directory === null) return;
  for await (const entry of directory) {
    if (entry.isDirectory()) yield* filesBelow(path.join(folder, entry.name));
    else if (/^[\da-f]{64}$/.test(entry.name)) yield entry.name;
  }
}

/** Checks the size of stored answers, and that those referenced by generations exist. */
export async function checkSpool({ client, dataDir }: FileCheck): Promise<Finding> {
  const folder = path.join(dataDir, "spool");
  const files = await readdir(folder).catch(() => []);
  let bytes = 0;
  for (const file of files)
    bytes += (await stat(path.join(folder, file)).catch(() => null))?.size ?? 0;
  const { rows } = await client.query<{ name: string }>(
    `SELECT "spoolName" AS name FROM "Generation" WHERE state = 'received' AND "spoolName" IS NOT NULL`,
  );
  const there = new Set(files);
  const lost = rows.filter(({ name }) => !there.has(name)).length;
  const says = `${files.length} files of answers, ${inMegabytes(bytes)}`;
  if (lost > 0) {
    return wrong(
      "spool",
      `${says}; ${lost} answers that arrived are missing`,
      "Restore spool/ from a backup, or retry these generations (they may be billed twice).",
    );
  }
  if (bytes < MUCH_SPOOL_BYTES) return ok("spool", says);
  return warn(
    "spool",
    says,
    "Lower SPOOL_KEEP_DAYS: older answers without a picture are then deleted.",
  );
}
