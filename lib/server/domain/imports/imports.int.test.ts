import { randomUUID } from "node:crypto";
import { access, writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { crc32, deflateRawSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ImportId } from "@/lib/contracts/ids";
import type { ImportView } from "@/lib/contracts/imports";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock as clock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { createDownload, openDownload } from "@/lib/server/domain/downloads/commands";
import { archivePath, importsFolder } from "@/lib/server/domain/imports/archive-file";
import {
  cancelImport,
  createImport,
  listImports,
  loadImport,
  recoverImports,
  startImport,
} from "@/lib/server/domain/imports/commands";
import { pruneImports, runImport, sweepImports } from "@/lib/server/domain/imports/run";
import { keepImage, withIncomingFile } from "@/lib/server/domain/images/upload";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { latestSeq } from "@/lib/server/events/read";
import { readableOf } from "@/lib/server/request/web-stream";
import { noisePng } from "@/e2e/upstream/pictures";
import { makeImage } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { makePaintedThread } from "@/scripts/testing/thread";
import { makeZip, type ZipPart, zipOf } from "@/scripts/testing/zip";

let ada: Actor;
let bo: Actor;
beforeAll(prepareQueue);
beforeEach(async () => {
  const { id } = await makeTeam();
  ada = await addMember(id, "member", "Ada");
  bo = await addMember(id, "member", "Bo");
});
afterAll(closeDatabase);

const outcome = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "yes",
    (error) => [error.code, error.extra?.details?.reason].filter(Boolean).join(" "),
  );
const upload = (actor: Actor, zip: Uint8Array<ArrayBuffer>) =>
  createImport(actor, {
    name: "boats.zip",
    bytes: new Blob([zip]).stream(),
    byteCount: zip.length,
  });
const run = (id: ImportId, stopping?: AbortSignal) =>
  runImport(id, { clock, ...(stopping && { stopping }) });

async function dryRun(actor: Actor, zip: Uint8Array<ArrayBuffer>): Promise<ImportView> {
  const { id } = await upload(actor, zip);
  await run(id);
  return loadImport(actor, id);
}
async function importAll(actor: Actor, zip: Uint8Array<ArrayBuffer>): Promise<ImportView> {
  const { id } = await dryRun(actor, zip);
  await startImport(actor, id);
  await run(id);
  return loadImport(actor, id);
}

const png = (background: string) =>
  sharp({ create: { width: 30, height: 20, channels: 3, background } })
    .png()
    .toBuffer();
const countOf = (actor: Actor) => db.image.count({ where: { createdById: actor.userId } });
const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

test("a dry run tells what would happen and imports nothing", async () => {
  const known = await png("#102030");
  await withIncomingFile(async (path) => {
    await writeFile(path, known);
    await keepImage(ada, { path, name: "known", origin: "uploaded" });
  });
  const red = await png("#ff0000");
  const packed = deflateRawSync(Buffer.from("x".repeat(1000)));
  const view = await dryRun(
    ada,
    makeZip([
      { name: "trip/", mode: 0o040755, bytes: Buffer.alloc(0) },
      { name: "trip/red.png", bytes: red },
      { name: "trip/again.png", bytes: red },
      { name: "known.png", bytes: known },
      { name: "notes.txt", bytes: Buffer.from("no picture") },
      { name: "broken.png", bytes: red, crc: 1 },
      { name: "bomb.png", bytes: packed, method: 8, byteCount: 10 },
      { name: "odd.png", bytes: red, method: 12 },
      { name: "__MACOSX/trip/._red.png" },
      { name: "trip/.DS_Store" },
    ]),
  );
  expect(view).toMatchObject({
    ...{ state: "ready", hasManifest: false, total: 7, done: 7 },
    ...{ new: 1, newBytes: red.length, duplicates: 2, imported: 0, refused: 4 },
    problems: [
      { path: "notes.txt", problem: "not_a_picture" },
      { path: "broken.png", problem: "damaged" },
      { path: "bomb.png", problem: "damaged" },
      { path: "odd.png", problem: "damaged" },
    ],
  });
  expect(await countOf(ada)).toBe(1);
});

test("an import stores the bytes as they are, for their creator alone, with one event", async () => {
  const [red, blue] = [await png("#ff0001"), await png("#0000ff")];
  const deflated = { method: 8, crc: crc32(blue), byteCount: blue.length };
  const bytes = makeZip([
    { name: "Möwe im Wind.png", bytes: red },
    { name: "deep/blue.png", bytes: deflateRawSync(blue), ...deflated },
  ]);
  const start = await latestSeq(ada.workspaceId);
  const view = await importAll(ada, bytes);
  expect(view).toMatchObject({ state: "done", total: 2, done: 2, imported: 2, new: 0 });
  expect((await latestSeq(ada.workspaceId)) - start).toBe(1n);
  const images = await db.image.findMany({
    where: { createdById: ada.userId },
    orderBy: { name: "asc" },
    include: { blob: true },
  });
  expect(images.map(({ name, audienceId, origin }) => [name, audienceId, origin])).toEqual([
    ["Möwe im Wind", ada.userId, "uploaded"],
    ["blue", ada.userId, "uploaded"],
  ]);
  expect(images.map(({ blob }) => blob?.byteCount)).toEqual([red.length, blue.length]);
  expect(await exists(archivePath(view.id))).toBe(false);
  // The same archive again has nothing new, for this person alone: others must not learn who has what.
  expect(await dryRun(ada, bytes)).toMatchObject({ new: 0, duplicates: 2 });
  expect(await dryRun(bo, bytes)).toMatchObject({ new: 2, duplicates: 0 });
});

test("a ZIP of the studio comes back with names, tags, marks, times and lineage", async () => {
  const parent = await makePaintedThread(ada, { prompt: "An old boat", colour: "#111111" });
  const child = await makePaintedThread(ada, { prompt: "The boat at night", colour: "#222222" });
  const { workspaceId, userId } = ada;
  await db.image.update({
    where: { id: child.image.id },
    data: { parentImageId: parent.image.id, createdAt: new Date("2025-03-04T05:06:07Z") },
  });
  await db.tag.create({
    data: {
      workspaceId,
      name: "Fair",
      nameKey: "fair",
      images: { create: { imageId: child.image.id } },
    },
  });
  await db.favourite.create({ data: { userId, workspaceId, imageId: child.image.id } });
  const { id } = await createDownload(
    ada,
    { imageIds: [brandId(child.image.id), brandId(parent.image.id)] },
    { clock },
  );
  const zip = await buffer(readableOf(await openDownload(ada, id, { clock })));

  const stranger = await addMember((await makeTeam()).id, "member", "Sam");
  const view = await importAll(stranger, new Uint8Array(zip));
  expect(view).toMatchObject({ state: "done", hasManifest: true, total: 2, imported: 2 });
  const images = await db.image.findMany({
    where: { createdById: stranger.userId },
    orderBy: { createdAt: "asc" },
    include: { tags: { include: { tag: true } }, favourites: true },
  });
  expect(images).toMatchObject([
    {
      name: "The boat at night",
      createdAt: new Date("2025-03-04T05:06:07Z"),
      parentImageId: images[1]?.id,
      tags: [{ tag: { name: "Fair", workspaceId: stranger.workspaceId } }],
      favourites: [{ userId: stranger.userId }],
    },
    { name: "An old boat", parentImageId: null, tags: [], favourites: [] },
  ]);
});

test("an import that is stopped, or run by two workers, loses and doubles nothing", async () => {
  const parts: ZipPart[] = [];
  for (let n = 0; n < 12; n += 1) {
    parts.push({ name: `${n}.png`, bytes: await png(`rgb(${n * 20}, 0, 7)`) });
  }
  const { id } = await dryRun(ada, makeZip(parts));
  await startImport(ada, id);
  const stop = new AbortController();
  let looks = 0;
  const stopping = new Proxy(stop.signal, {
    get(signal, key) {
      if (key !== "throwIfAborted") return Reflect.get(signal, key, signal);
      looks += 1;
      if (looks > 5) stop.abort();
      return signal.throwIfAborted.bind(signal);
    },
  });
  await expect(run(id, stopping)).rejects.toThrow();
  expect(await loadImport(ada, id)).toMatchObject({ state: "running", imported: 5, done: 5 });
  await Promise.all([run(id), run(id)]);
  expect(await loadImport(ada, id)).toMatchObject({ state: "done", imported: 12, done: 12 });
  expect(await countOf(ada)).toBe(12);
});

test("a task whose worker was killed is queued again, once, and one that goes on is not", async () => {
  const { id } = await upload(ada, makeZip([{ name: "a.png", bytes: await png("#030303") }]));
  const key = `import:${id}`;
  // As a killed worker leaves it: the queue would hold the job for four hours.
  await db.$executeRaw`
    UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'killed' WHERE key = ${key}`;
  const free = () =>
    db.$queryRaw`SELECT 1 FROM graphile_worker.jobs WHERE key = ${key} AND locked_at IS NULL`;
  expect([await recoverImports(30_000), await free()]).toEqual([0, []]);
  await db.import.update({ where: { id }, data: { progressAt: new Date(Date.now() - 31_000) } });
  const recovered = await Promise.all([recoverImports(30_000), recoverImports(30_000)]);
  expect(recovered.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await free()).toHaveLength(1);
});

test("a picture that does not decode is left out, and the others are imported", async () => {
  const whole = await noisePng(20_000);
  const view = await importAll(
    ada,
    makeZip([
      { name: "cut.png", bytes: whole.subarray(0, 9_000) },
      { name: "good.png", bytes: whole },
    ]),
  );
  expect(view).toMatchObject({ state: "done", imported: 1, refused: 1 });
  expect(view.problems).toEqual([{ path: "cut.png", problem: "damaged" }]);
});

const EVIL: [string, () => Uint8Array<ArrayBuffer>, string][] = [
  ["no ZIP", () => new Uint8Array(Buffer.from("hello")), "not_zip"],
  ["a parent folder", () => zipOf("a.png", "../../etc/cron.d/x.png"), "path"],
  ["a parent folder in the middle", () => zipOf("a/../../b.png"), "path"],
  ["backslashes", () => zipOf("..\\..\\b.png"), "path"],
  ["an absolute path", () => zipOf("/etc/passwd"), "path"],
  ["a drive", () => zipOf("C:\\x.png"), "path"],
  ["a NUL", () => makeZip([{ name: "a\0.png" }]), "path"],
  ["a symbolic link", () => makeZip([{ name: "a.png", mode: 0o120777 }]), "link"],
  ["a device", () => makeZip([{ name: "a.png", mode: 0o020666 }]), "link"],
  ["encryption", () => makeZip([{ name: "a.png", flags: 1 }]), "encrypted"],
  [
    "overlapping files",
    () => makeZip([{ name: "a.png" }, { name: "b.png", offset: 0 }]),
    "overlap",
  ],
  ["files beyond the end", () => makeZip([{ name: "a.png", offset: 9_999_999 }]), "damaged"],
  [
    "sizes beyond all limits",
    () => makeZip([1, 2, 3].map((n) => ({ name: `${n}.png`, byteCount: 4_000_000_000 }))),
    "size",
  ],
  ["a wrong count", () => makeZip([{ name: "a.png" }], 5), "damaged"],
  ["no files", () => makeZip([{ name: "a/", mode: 0o040755 }]), "empty"],
  [
    "100,000 entries",
    () => makeZip(Array.from({ length: 60_000 }, (_, n) => ({ name: String(n) }))),
    "entries",
  ],
];

test.each(EVIL)("an archive with %s is refused and leaves nothing", async (_what, make, reason) => {
  expect(await outcome(upload(ada, make()))).toBe(`archive_refused ${reason}`);
  expect(await db.import.count({ where: { createdById: ada.userId } })).toBe(0);
});

test("an import is its creator's, ends by cancelling, and stops with lost rights", async () => {
  const { id } = await dryRun(ada, makeZip([{ name: "a.png", bytes: await png("#010101") }]));
  for (const work of [loadImport(bo, id), startImport(bo, id), cancelImport(bo, id, { clock })]) {
    expect(await outcome(work)).toBe("not_found");
  }
  expect((await listImports(bo)).imports).toEqual([]);
  expect((await listImports(ada)).imports).toMatchObject([{ id }]);
  await startImport(ada, id);
  expect(await outcome(startImport(ada, id))).toBe("conflict");
  await db.membership.updateMany({ where: { userId: ada.userId }, data: { role: "viewer" } });
  await run(id);
  expect(await loadImport(ada, id)).toMatchObject({ state: "failed", imported: 0 });
  expect(
    await outcome(
      upload(
        { ...ada, role: "viewer", roles: new Map([[ada.workspaceId, "viewer"]]) },
        zipOf("a.png"),
      ),
    ),
  ).toBe("forbidden");

  const other = await dryRun(bo, makeZip([{ name: "a.png", bytes: await png("#010101") }]));
  expect(await cancelImport(bo, other.id, { clock })).toMatchObject({ state: "cancelled" });
  expect(await exists(archivePath(other.id))).toBe(false);
  await run(other.id);
  expect(await countOf(bo)).toBe(0);
});

test("old imports and archives without a row are deleted", async () => {
  const { id } = await dryRun(ada, zipOf("a.png"));
  const stray = archivePath(randomUUID());
  await writeFile(stray, "left behind");
  await sweepImports(Date.now() - 1_000_000);
  expect(await exists(stray)).toBe(true);
  await sweepImports(Date.now() + 1_000);
  expect([await exists(stray), await exists(archivePath(id))]).toEqual([false, true]);
  await pruneImports(new Date(Date.now() + 86_400_000));
  expect((await loadImport(ada, id)).state).toBe("ready");
  await pruneImports(new Date(Date.now() + 3 * 86_400_000));
  expect(await outcome(loadImport(ada, id))).toBe("not_found");
  expect(await exists(archivePath(id))).toBe(false);
  expect(importsFolder()).toContain("imports");
});

test("uploads of the workspace that the person may see count as duplicates, others' private ones do not", async () => {
  const made = await makeImage(bo, "#abcdef");
  const bytes = await sharp({
    create: { width: 60, height: 40, channels: 3, background: "#abcdef" },
  })
    .png()
    .toBuffer();
  const zip = makeZip([{ name: "a.png", bytes }]);
  expect(await dryRun(ada, zip)).toMatchObject({ new: 1, duplicates: 0 });
  await db.image.update({ where: { id: made.id }, data: { audienceId: null } });
  expect(await dryRun(ada, zip)).toMatchObject({ new: 0, duplicates: 1 });
});
