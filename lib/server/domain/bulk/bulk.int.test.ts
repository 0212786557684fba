import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { BulkBody } from "@/lib/contracts/bulk";
import type { BulkActId, ImageId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock as clock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import {
  loadBulkAct,
  recoverBulkActs,
  startBulkAct,
  undoBulkAct,
} from "@/lib/server/domain/bulk/commands";
import { pruneBulkActs, runBulkAct } from "@/lib/server/domain/bulk/run";
import { createCollection } from "@/lib/server/domain/collections/commands";
import { loadImageDetail } from "@/lib/server/domain/images/detail";
import { listImages } from "@/lib/server/domain/images/queries";
import { latestSeq } from "@/lib/server/events/read";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeImage, sha256Of } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { makePaintedThread } from "@/scripts/testing/thread";

let owner: Actor;
let maker: Actor;
let colleague: Actor;
let viewer: Actor;
/** The maker's, visible to all. */
let images: ImageId[];

beforeAll(prepareQueue);
beforeEach(async () => {
  const team = await makeTeam();
  owner = team.owner;
  maker = await addMember(team.id, "member", "Maya");
  colleague = await addMember(team.id, "member", "Cole");
  viewer = await addMember(team.id, "viewer", "Vic");
  images = [];
  for (const prompt of ["red boat", "blue boat", "red lamp"]) {
    const { image } = await makePaintedThread(maker, { prompt, visibility: "workspace" });
    images.push(brandId(image.id));
  }
});
afterAll(closeDatabase);

async function act(actor: Actor, body: BulkBody) {
  const { id } = await startBulkAct(actor, body);
  await runBulkAct(id, { clock });
  return loadBulkAct(actor, id);
}
async function undo(actor: Actor, id: BulkActId) {
  await undoBulkAct(actor, id);
  await runBulkAct(id, { clock });
  return loadBulkAct(actor, id);
}
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "yes",
    (error) => error.code,
  );
const count = async (actor: Actor, query: string) =>
  (await listImages(actor, { query })).images.length;
/** More images than a batch has. */
async function addMany(many: number): Promise<void> {
  const { workspaceId, userId: createdById } = maker;
  const sha256 = await sha256Of((await makeImage(maker)).id);
  const row = { workspaceId, createdById, sha256, origin: "uploaded", name: "many" } as const;
  await db.image.createMany({ data: Array.from({ length: many }, () => row) });
}

test("acts on named images, or on all that a list has, and can be undone", async () => {
  const named = await act(maker, { action: "tag", imageIds: images.slice(0, 1), tag: "Poster" });
  expect(named).toMatchObject({ state: "done", total: 1, done: 1, changed: 1 });
  const all = await act(maker, { action: "tag", query: "boat", tag: "poster" });
  expect(all).toMatchObject({ state: "done", total: 2, changed: 1 });
  expect(await count(maker, "tag:poster")).toBe(2);
  // What had the tag before keeps it.
  expect(await undo(maker, all.id)).toMatchObject({ state: "undone", total: 1, done: 1 });
  expect(await count(maker, "tag:poster")).toBe(1);
  expect(await outcome(undoBulkAct(maker, all.id))).toBe("conflict");
});

test("leaves out what the caller took from a list", async () => {
  const [first] = images;
  if (first === undefined) throw new Error("no image");
  const most = await act(maker, { action: "tag", view: "mine", exceptIds: [first], tag: "most" });
  expect(most).toMatchObject({ total: 2, changed: 2 });
  const { images: tagged } = await listImages(maker, { query: "tag:most" });
  expect(tagged.map(({ id }) => id)).not.toContain(first);
  expect((await loadImageDetail(maker, first)).tags).toEqual([]);
});

test("favourites, collections and the trash, there and back", async () => {
  const { id: collectionId } = await createCollection(maker, {
    name: "Fair",
    description: "",
    access: "private",
  });
  const acts: [BulkBody, string, number][] = [
    [{ action: "favourite" }, "is:favourite", 3],
    [{ action: "unfavourite", query: "red" }, "is:favourite", 1],
    [{ action: "collect", collectionId }, "in:fair", 3],
    [{ action: "uncollect", collectionId, query: "lamp" }, "in:fair", 2],
    [{ action: "trash", query: "boat" }, "-nothing", 1],
    [{ action: "restore", view: "trash" }, "-nothing", 3],
  ];
  for (const [body, query, after] of acts) {
    const before = await count(maker, query);
    const done = await act(maker, body);
    expect([body.action, await count(maker, query)]).toEqual([body.action, after]);
    await undo(maker, done.id);
    expect([body.action, await count(maker, query)]).toEqual([body.action, before]);
    await act(maker, body);
  }
});

test("images that the actor may not change are skipped", async () => {
  expect(await act(colleague, { action: "trash" })).toMatchObject({ total: 3, changed: 0 });
  expect(await act(owner, { action: "trash", query: "lamp" })).toMatchObject({ changed: 1 });
  const hidden = await makePaintedThread(maker, { prompt: "secret" });
  const imageIds = [brandId<ImageId>(hidden.image.id), ...images];
  const tagged = await act(colleague, { action: "tag", imageIds, tag: "seen" });
  expect(tagged).toMatchObject({ total: 4, changed: 2 });
  expect(await outcome(startBulkAct(viewer, { action: "trash" }))).toBe("forbidden");
  expect(await act(viewer, { action: "favourite" })).toMatchObject({ changed: 2 });
});

test("a role that is lost meanwhile changes nothing any more", async () => {
  const { id } = await startBulkAct(maker, { action: "trash" });
  await db.membership.updateMany({ where: { userId: maker.userId }, data: { role: "viewer" } });
  await runBulkAct(id, { clock });
  expect(await loadBulkAct(maker, id)).toMatchObject({ state: "done", changed: 0 });
});

test("missing parts of an act are refused", async () => {
  expect(await outcome(startBulkAct(maker, { action: "tag" }))).toBe("invalid_field");
  expect(await outcome(startBulkAct(maker, { action: "collect" }))).toBe("invalid_field");
});

test("a purge deletes for good and cannot be undone", async () => {
  await act(maker, { action: "trash", query: "boat" });
  const purged = await act(maker, { action: "purge", view: "trash" });
  expect(purged).toMatchObject({ changed: 2, isUndoable: false });
  expect(await db.image.count({ where: { id: { in: images }, purgedAt: { not: null } } })).toBe(2);
  expect(await outcome(undoBulkAct(maker, purged.id))).toBe("conflict");
  expect((await loadBulkAct(maker, purged.id)).state).toBe("done");
});

test("one act is one row, one event and one entry, and others' acts are not found", async () => {
  const start = await latestSeq(maker.workspaceId);
  const done = await act(maker, { action: "trash" });
  expect((await latestSeq(maker.workspaceId)) - start).toBe(1n);
  await undo(maker, done.id);
  const { workspaceId } = maker;
  const entries = await db.auditEntry.findMany({ where: { workspaceId }, orderBy: { id: "asc" } });
  const acts = entries.map(({ act: name, details }) => [name, details]);
  expect(acts.slice(-2)).toEqual([
    ["picture.trashed", { count: 3 }],
    ["picture.restored", { count: 3 }],
  ]);
  expect(await outcome(loadBulkAct(owner, done.id))).toBe("not_found");
  expect(await outcome(undoBulkAct(owner, done.id))).toBe("not_found");
});

test("an act that is stopped, or run by two workers, loses and doubles nothing", async () => {
  await addMany(1_203);
  const { id } = await startBulkAct(maker, { action: "tag", query: "many", tag: "bulk" });
  await expect(runBulkAct(id, { clock, stopping: AbortSignal.abort() })).rejects.toThrow();
  expect(await loadBulkAct(maker, id)).toMatchObject({ state: "running", done: 500, changed: 500 });
  await Promise.all([runBulkAct(id, { clock }), runBulkAct(id, { clock })]);
  expect(await loadBulkAct(maker, id)).toMatchObject({
    state: "done",
    done: 1_203,
    changed: 1_203,
  });
  const tagged = await db.imageTag.count({ where: { tag: { workspaceId: maker.workspaceId } } });
  expect(tagged).toBe(1_203);
});

test("an act whose worker was killed is queued again, once", async () => {
  const { id } = await startBulkAct(maker, { action: "favourite" });
  const key = `bulk:${id}`;
  // As a killed worker leaves it: the queue would hold the job for four hours.
  await db.$executeRaw`
    UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'killed' WHERE key = ${key}`;
  expect(await recoverBulkActs(30_000)).toBe(0);
  await db.bulkAct.update({ where: { id }, data: { progressAt: new Date(Date.now() - 31_000) } });
  expect(await recoverBulkActs(30_000)).toBe(1);
  expect(await recoverBulkActs(30_000)).toBe(0);
  const free = await db.$queryRaw`
    SELECT 1 FROM graphile_worker.jobs WHERE key = ${key} AND locked_at IS NULL`;
  expect(free).toHaveLength(1);
});

test("undoing a running act changes back what it has changed so far", async () => {
  await addMany(700);
  const { id } = await startBulkAct(maker, { action: "tag", query: "many", tag: "bulk" });
  await expect(runBulkAct(id, { clock, stopping: AbortSignal.abort() })).rejects.toThrow();
  expect(await undo(maker, id)).toMatchObject({ state: "undone", total: 500, done: 500 });
  expect(await db.imageTag.count({ where: { tag: { workspaceId: maker.workspaceId } } })).toBe(0);
});

test("finished acts are deleted after a week", async () => {
  const { id } = await act(maker, { action: "favourite" });
  await pruneBulkActs(new Date(Date.now() + 6 * 86_400_000));
  expect((await loadBulkAct(maker, id)).state).toBe("done");
  await pruneBulkActs(new Date(Date.now() + 8 * 86_400_000));
  expect(await outcome(loadBulkAct(maker, id))).toBe("not_found");
});
