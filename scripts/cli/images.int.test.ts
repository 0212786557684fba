import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/server/db";
import { cli, type Ran } from "../testing/cli";
import { makeActor } from "../testing/studio";
import { unzip } from "../testing/unzip";
import { zipOf } from "../testing/zip";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-import-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function parsed<T>({ out, err, code }: Ran): T {
  if (code !== 0) throw new Error(`${code}: ${out} ${err}`);
  return JSON.parse(out) as T;
}

const png = (background: string) =>
  sharp({ create: { width: 30, height: 20, channels: 3, background } })
    .png()
    .toBuffer();

test("a folder goes in, a ZIP comes out, and goes in again for another person", async () => {
  const [ada, bo] = [await makeActor("Ada"), await makeActor("Bo")];
  const pictures = path.join(folder, "pictures");
  await mkdir(path.join(pictures, "deep"), { recursive: true });
  await writeFile(path.join(pictures, "red.png"), await png("#f00"));
  await writeFile(path.join(pictures, "deep", "灯塔.png"), await png("#0f0"));
  await writeFile(path.join(pictures, "notes.txt"), "no picture");
  const command = ["import", pictures, "--email", ada.email, "--json"];

  const dry = parsed<object>(await cli([...command, "--dry-run"]));
  expect(dry).toMatchObject({ state: "ready", total: 3, new: 2, refused: 1 });
  expect(await db.image.count({ where: { createdById: ada.userId } })).toBe(0);
  expect(parsed(await cli(command))).toMatchObject({ state: "done", imported: 2 });
  expect(parsed(await cli(command))).toMatchObject({ state: "ready", new: 0, duplicates: 2 });

  const out = path.join(folder, "out.zip");
  const written = await cli([
    "export",
    "--email",
    ada.email,
    "--out",
    out,
    "--query",
    "灯塔",
    "--json",
  ]);
  expect(parsed(written)).toMatchObject({ file: out, images: 1 });
  expect([...unzip(await readFile(out)).keys()]).toEqual(["灯塔.png", "manifest.json"]);
  expect((await cli(["export", "--email", ada.email, "--out", out])).code).toBe(1);

  const again = await cli(["import", out, "--email", bo.email, "--json"]);
  expect(parsed(again)).toMatchObject({ state: "done", hasManifest: true, imported: 1 });
  expect(await db.image.findMany({ where: { createdById: bo.userId } })).toMatchObject([
    { name: "灯塔", workspaceId: bo.workspaceId },
  ]);
});

test("an unsafe archive, a missing path and an unknown person are refused in one line", async () => {
  const { email } = await makeActor("Ada");
  const evil = path.join(folder, "evil.zip");
  await writeFile(evil, zipOf("../out.png"));
  for (const [words, said] of [
    [["import", evil, "--email", email], "archive cannot be imported"],
    [["import", path.join(folder, "none"), "--email", email], "There is no file or folder"],
    [["export", "--email", "nobody@example.org"], "Nobody has an account"],
  ] as const) {
    const { code, out, err } = await cli([...words]);
    expect([code, `${out}${err}`]).toEqual([1, expect.stringContaining(said)]);
  }
});
