import { createHash, randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/server/db";
import { authSecret } from "@/lib/server/auth/secret";
import { withClient } from "../database/connection";
import { cli, type Ran } from "../testing/cli";
import { createTestDatabase } from "../testing/database";
import { makeActor } from "../testing/studio";
import { addPaintedTurn, makePaintedThread } from "../testing/thread";
import { writeArchive } from "./writer";

/** An instance with images, an unreadable answer and a sealed key, backed up and restored by the commands. */

let folder: string;
let archive: string;
const dataDir = process.env.DATA_DIR ?? "";
const spoolName = `${randomUUID()}-0`;

/** Throws unless standard output is exactly one JSON object. */
function parsed<T>({ out, err, code }: Ran): T {
  if (code !== 0) throw new Error(`${code}: ${out} ${err}`);
  return JSON.parse(out) as T;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-backup-"));
  archive = path.join(folder, "studio.tar.gz");
  const ada = await makeActor('Ada \\ "Lovelace"\n 学');
  const { thread } = await makePaintedThread(ada, { colour: "#123456" });
  const { generation, turn, image } = await addPaintedTurn(ada, thread.id, { colour: "#654321" });
  // A cycle of rows that reference each other.
  await db.thread.update({ where: { id: thread.id }, data: { coverImageId: image.id } });
  await db.generation.update({
    where: { id: generation.id },
    data: { state: "failed", failureCode: "unreadable_answer", spoolName },
  });
  await db.turn.update({ where: { id: turn.id }, data: { baseImageId: image.id } });
  await db.upstreamKey.create({
    data: {
      userId: ada.userId,
      sealed: Uint8Array.of(0, 1, 10, 92, 255),
      ending: "abcd",
    },
  });
  await mkdir(path.join(dataDir, "spool"), { recursive: true });
  await writeFile(path.join(dataDir, "spool", spoolName), "an odd answer");
  await writeFile(path.join(dataDir, "spool", `${spoolName}.head.json`), "{}");
  await writeFile(path.join(dataDir, "spool", `${randomUUID()}-0`), "of nobody");
  authSecret();
  // A table of another program in the same database.
  await db.$executeRaw`CREATE TABLE strangers AS SELECT 1 AS one`;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** All rows as text, by table, in a stable order. */
function rowsOf(url: string): Promise<Record<string, string[]>> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'strangers')",
    );
    const all: Record<string, string[]> = {};
    for (const { name } of rows) {
      const found = await client.query<{ line: string }>(`SELECT t::text AS line FROM "${name}" t`);
      all[name] = found.rows.map(({ line }) => line).toSorted();
    }
    return all;
  });
}

async function filesOf(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sums = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      const sum = createHash("sha256")
        .update(await readFile(file))
        .digest("hex");
      return [path.relative(root, file), sum] as const;
    }),
  );
  return Object.fromEntries(sums);
}

test("a restore brings back every row, every original, the spooled answer and the secret", async () => {
  const report = parsed<object>(await cli(["backup", "--out", archive, "--json"]));
  expect(report).toMatchObject({
    file: archive,
    hasSecret: true,
    spooled: 2,
    blobs: { count: 2, missing: [], damaged: [] },
  });
  expect((await stat(archive)).mode & 0o777).toBe(0o600);
  const nowhere = writeArchive(path.join(folder, "none", "x.tar.gz"), async () => {});
  await expect(nowhere).rejects.toThrow("There is no folder");
  const again = await cli(["backup", "--out", archive]);
  expect(again).toMatchObject({ code: 1, out: "" });
  expect(again.err).toContain("is there already");

  const target = await createTestDatabase();
  const restored = path.join(folder, "restored");
  const env = { DATABASE_URL: target.url };
  const args = ["restore", archive, "--data-dir", restored, "--json"];
  expect(parsed<object>(await cli(args, { env }))).toMatchObject({
    dataDir: restored,
    blobs: 2,
    spooled: 2,
    migrated: [],
    absent: 0,
  });
  const { AuditEntry: linesThere = [], ...there } = await rowsOf(target.url);
  const { AuditEntry: linesHere = [], ...here } = await rowsOf(process.env.DATABASE_URL ?? "");
  expect(there).toEqual(here);
  // Both audit logs record it; the archive was closed before the entry was written.
  expect(linesHere.join("\n")).toContain("backup.made");
  expect(linesThere.join("\n")).toContain("backup.restored");
  const originals = path.join("blobs", "originals");
  const sums = await filesOf(path.join(restored, originals));
  expect(Object.keys(sums)).toHaveLength(2);
  expect(sums).toEqual(await filesOf(path.join(dataDir, originals)));
  expect(await readFile(path.join(restored, "spool", spoolName), "utf8")).toBe("an odd answer");
  expect(await readdir(path.join(restored, "spool"))).toHaveLength(2);
  const secret = path.join(restored, "secret");
  expect(await readFile(secret, "utf8")).toBe(authSecret());
  expect((await stat(secret)).mode & 0o777).toBe(0o600);
  // Foreign keys are as the migrations created them.
  await expect(
    withClient(target.url, (client) => client.query(`DELETE FROM "Blob"`)),
  ).rejects.toThrow(/foreign key/);

  // Neither a folder nor a database with content is overwritten.
  const intoFolder = await cli(args, { env });
  expect(intoFolder.code).toBe(1);
  expect(JSON.parse(intoFolder.out)).toMatchObject({
    error: { code: "failure", message: expect.stringContaining("is not empty") as string },
  });
  const elsewhere = path.join(folder, "elsewhere");
  const intoRows = await cli(["restore", archive, "--data-dir", elsewhere], { env });
  expect(intoRows).toMatchObject({ code: 1, out: "" });
  expect(intoRows.err).toContain("The database is not empty");
  expect(await readdir(elsewhere)).toEqual([]);
  await target.drop();
});

test("a damaged archive restores nothing", async () => {
  const bytes = await readFile(archive);
  const target = await createTestDatabase();
  const tries: [string, Buffer][] = [
    ["cut off", bytes.subarray(0, bytes.length - 700)],
    ["changed", Buffer.from(bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte)))],
    ["no archive", Buffer.from("hello")],
  ];
  for (const [name, broken] of tries) {
    const file = path.join(folder, `${name}.tar.gz`);
    await writeFile(file, broken);
    const ran = await cli(["restore", file, "--data-dir", path.join(folder, name)], {
      env: { DATABASE_URL: target.url },
    });
    expect(ran, name).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain("is damaged");
    await expect(readdir(path.join(folder, name))).rejects.toThrow("ENOENT");
  }
  expect(Object.values(await rowsOf(target.url)).flat()).toEqual([]);
  await target.drop();
});

test("a missing image is reported, and the rest is backed up", async () => {
  const [name = ""] = Object.keys(await filesOf(path.join(dataDir, "blobs", "originals")));
  const original = path.join(dataDir, "blobs", "originals", name);
  const bytes = await readFile(original);
  await writeFile(original, "rot");
  const file = path.join(folder, "worn.tar.gz");
  const ran = await cli(["backup", "--out", file, "--json"]);
  expect(ran.code).toBe(1);
  expect(JSON.parse(ran.out)).toMatchObject({ blobs: { damaged: [path.basename(name)] } });
  await writeFile(original, bytes);

  const target = await createTestDatabase();
  const restored = path.join(folder, "worn");
  const env = { DATABASE_URL: target.url };
  const back = await cli(["restore", file, "--data-dir", restored, "--json"], { env });
  expect(parsed<object>(back)).toMatchObject({ blobs: 1, absent: 1 });
  await target.drop();
});
