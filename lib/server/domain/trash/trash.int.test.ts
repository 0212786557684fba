import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ImageId, ThreadId } from "@/lib/contracts/ids";
import { eventPayload } from "@/lib/contracts/events";
import { authorizeImage } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { parseSha256 } from "@/lib/server/blobs/store";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { sendAndFinish } from "@/lib/server/domain/generations/run-generation";
import { retryGeneration } from "@/lib/server/domain/generations/commands";
import { purgeTrash } from "@/lib/server/domain/trash/purge";
import { loadImageDetail } from "@/lib/server/domain/images/detail";
import { listImages } from "@/lib/server/domain/images/queries";
import { blobStore } from "@/lib/server/domain/images/storage";
import { sweepBlobs } from "@/lib/server/domain/images/sweep-blobs";
import { purgeImage, restoreImage, trashImage } from "@/lib/server/domain/trash/trash";
import { listWorkspaceReports } from "@/lib/server/domain/instance/workspaces";
import { removeThread, restoreThread, updateThread } from "@/lib/server/domain/threads/commands";
import { loadThreadPage } from "@/lib/server/domain/threads/page";
import { createTurn } from "@/lib/server/domain/turns/create";
import { previewTurn } from "@/lib/server/domain/turns/preview";
import { latestSeq, readEvents } from "@/lib/server/events/read";
import { serveImage } from "@/lib/server/http/serve-image";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeImage, sha256Of } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { addPaintedTurn, makePaintedThread } from "@/scripts/testing/thread";
import { turnBody } from "@/scripts/testing/turn-body";

/** The rules of docs/deletion.md, one by one. */

const NOW = new Date("2026-06-15T12:00:00Z");
const clock = { now: () => NOW };
/** One more than the trash keeps. */
const LATER = new Date(NOW.getTime() + 31 * 86_400_000);
const DUE = new Date(LATER.getTime() - 30 * 86_400_000);

let owner: Actor;
let maker: Actor;
let colleague: Actor;
let threadId: ThreadId;
let imageId: ImageId;
let turnId: string;

beforeAll(prepareQueue);
beforeEach(async () => {
  const team = await makeTeam();
  owner = team.owner;
  // What earlier tests left in the trash.
  await purgeTrash(DUE, LATER);
  maker = await addMember(team.id, "member", "Maya");
  colleague = await addMember(team.id, "member", "Cole");
  const made = await makePaintedThread(maker, { visibility: "workspace", prompt: "A lamp" });
  threadId = brandId(made.thread.id);
  imageId = brandId(made.image.id);
  turnId = made.turn.id;
  await db.thread.update({ where: { id: threadId }, data: { coverImageId: imageId } });
});
afterAll(closeDatabase);

/** A turn below the first one, with an image. */
async function goOn(options: Parameters<typeof addPaintedTurn>[2] = {}) {
  const made = await addPaintedTurn(maker, threadId, options);
  await db.turn.update({ where: { id: made.turn.id }, data: { parentTurnId: turnId } });
  return made;
}

const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "yes",
    (error) => error.code,
  );
const listed = async (actor: Actor) => (await listImages(actor, {})).images.map(({ id }) => id);
const inThread = async () => {
  const page = await loadThreadPage(owner, threadId, {});
  return page.path.flatMap((turn) => turn.generations.flatMap(({ images }) => images));
};
const bytesFor = (actor: Actor, id: string = imageId) =>
  outcome(serveImage(actor, id, "256", new Request("http://studio.test/")));
const refine = (actor: Actor, change: Parameters<typeof turnBody>[0] = {}) =>
  createTurn(actor, turnBody({ baseImageId: imageId, ...change }), { clock: systemClock });

async function eventsSince(actor: Actor, after: bigint) {
  const batch = await readEvents(actor.workspaceId, actor.userId, after);
  if (batch.kind === "reset") throw new Error("the stream was reset");
  return batch.events.map(({ payload }) => eventPayload.parse(payload));
}

test("a trashed image leaves lists and searches and keeps its place in its thread", async () => {
  await trashImage(maker, imageId, { clock });
  for (const actor of [maker, colleague, owner]) {
    expect(await listed(actor)).toEqual([]);
    expect((await listImages(actor, { query: "lamp" })).images).toEqual([]);
  }
  expect(await inThread()).toMatchObject([{ id: imageId, state: "trashed", width: 60 }]);
});

test("its creator and those who manage the workspace see it in the trash; others see only that it is there", async () => {
  await trashImage(maker, imageId, { clock });
  expect(await Promise.all([maker, owner, colleague].map((actor) => bytesFor(actor)))).toEqual([
    "yes",
    "yes",
    "not_found",
  ]);
  expect((await loadImageDetail(maker, imageId)).image.state).toBe("trashed");
  expect(await outcome(loadImageDetail(colleague, imageId))).toBe("not_found");
});

test("trashing and restoring are for its creator and those who manage the workspace", async () => {
  expect(await outcome(trashImage(colleague, imageId, { clock }))).toBe("forbidden");
  await trashImage(maker, imageId, { clock });
  expect(await outcome(restoreImage(colleague, imageId))).toBe("not_found");
  expect((await restoreImage(owner, imageId)).state).toBe("kept");
  expect(await listed(colleague)).toEqual([imageId]);
});

test("a thread whose cover is trashed shows its next newest image, and the first again once restored", async () => {
  const newer = await goOn({ prompt: "Brighter" });
  await db.thread.update({ where: { id: threadId }, data: { coverImageId: newer.image.id } });
  const cover = async () =>
    (await db.thread.findUniqueOrThrow({ where: { id: threadId } })).coverImageId;
  await trashImage(maker, brandId(newer.image.id), { clock });
  expect(await cover()).toBe(imageId);
  await trashImage(maker, imageId, { clock });
  expect(await cover()).toBeNull();
  await restoreImage(maker, imageId);
  expect(await cover()).toBe(imageId);
});

test("trash, restore and purge publish the image, to its audience alone", async () => {
  const secret = await makePaintedThread(maker, { prompt: "Secret" });
  const start = await latestSeq(owner.workspaceId);
  await trashImage(maker, brandId(secret.image.id), { clock });
  await trashImage(maker, imageId, { clock });
  await restoreImage(maker, imageId);
  await trashImage(maker, imageId, { clock });
  await purgeImage(maker, imageId, { clock });
  const images = (await eventsSince(colleague, start)).flatMap((event) =>
    event.kind === "image.trashed" || event.kind === "image.changed"
      ? [[event.kind, event.image.id, event.image.state]]
      : [],
  );
  expect(images).toEqual([
    ["image.trashed", imageId, "trashed"],
    ["image.changed", imageId, "kept"],
    ["image.trashed", imageId, "trashed"],
    ["image.changed", imageId, "purged"],
  ]);
});

test("hiding a thread withdraws the events of its images", async () => {
  const start = await latestSeq(owner.workspaceId);
  await trashImage(maker, imageId, { clock });
  await updateThread(maker, { threadId, visibility: "private" }, { clock });
  expect(JSON.stringify(await eventsSince(colleague, start))).not.toContain(imageId);
  expect(JSON.stringify(await eventsSince(maker, start))).toContain(imageId);
});

test("a trashed thread takes its images along and brings them back, except those trashed before", async () => {
  const before = await goOn();
  await trashImage(maker, brandId(before.image.id), { clock });
  await removeThread(maker, threadId, { clock });
  expect(await listed(maker)).toEqual([]);
  expect(await outcome(authorizeImage(maker, imageId, "read"))).toBe("not_found");
  // Restoring one alone would leave it without its thread.
  expect(await outcome(restoreImage(maker, imageId))).toBe("thread_in_trash");
  expect(await outcome(restoreImage(maker, brandId(before.image.id)))).toBe("thread_in_trash");
  await restoreThread(maker, threadId);
  expect(await listed(colleague)).toEqual([imageId]);
  expect((await inThread()).map(({ state }) => state)).toEqual(["kept", "trashed"]);
});

test("refining or referring to an image in the trash, or a purged one, is refused", async () => {
  await trashImage(maker, imageId, { clock });
  expect(await outcome(refine(colleague))).toBe("image_in_trash");
  expect(await outcome(refine(maker, { baseImageId: null, referenceIds: [imageId] }))).toBe(
    "image_in_trash",
  );
  await purgeImage(maker, imageId, { clock });
  expect(await outcome(refine(colleague))).toBe("image_purged");
  expect(await db.turn.count({ where: { baseImageId: imageId } })).toBe(0);
});

test("only an image in the trash is purged", async () => {
  expect(await outcome(purgeImage(maker, imageId, { clock }))).toBe("conflict");
  await trashImage(maker, imageId, { clock });
  expect(await outcome(purgeImage(colleague, imageId, { clock }))).toBe("not_found");
  expect((await purgeImage(maker, imageId, { clock })).state).toBe("purged");
  expect(await outcome(purgeImage(maker, imageId, { clock }))).toBe("not_found");
  expect(await outcome(restoreImage(maker, imageId))).toBe("not_found");
});

test("a purge drops bytes and words and leaves size, place and lineage", async () => {
  const { turn, image: child } = await goOn({ colour: "#102030" });
  await db.image.update({ where: { id: child.id }, data: { parentImageId: imageId } });
  await db.turn.update({ where: { id: turn.id }, data: { baseImageId: imageId } });
  const [row] = await inThread();
  await trashImage(maker, imageId, { clock });
  await purgeImage(maker, imageId, { clock });
  const page = await loadThreadPage(colleague, threadId, {});
  const tombstone = { id: imageId, state: "purged", name: "", thumbhash: "", byteCount: 0 };
  expect(page.path[0]?.generations[0]?.images).toMatchObject([
    { ...tombstone, width: row?.width, height: row?.height },
  ]);
  // A base that was purged says so, and its turn stays in the tree.
  expect(page.path.find(({ id }) => id === turn.id)?.baseImage).toMatchObject(tombstone);
  expect(await db.image.findUniqueOrThrow({ where: { id: child.id } })).toMatchObject({
    parentImageId: imageId,
  });
  const [text] = await db.$queryRaw<{ searchText: string }[]>`
    SELECT "searchText" FROM "Image" WHERE id = ${imageId}::uuid`;
  expect(text?.searchText).toBe("");
  expect(await bytesFor(maker)).toBe("not_found");
  expect(await db.generation.count({ where: { threadId } })).toBe(2);
});

test("a turn whose base was purged since is not sent again", async () => {
  const { turn, generation } = await goOn();
  await db.turn.update({ where: { id: turn.id }, data: { baseImageId: imageId } });
  const failed = { state: "failed", billed: "no" } as const;
  await db.generation.update({ where: { id: generation.id }, data: failed });
  await trashImage(maker, imageId, { clock });
  await purgeImage(maker, imageId, { clock });
  const generationId = brandId<never>(generation.id);
  const retry = retryGeneration(
    maker,
    { generationId, mayPayAgain: false },
    { clock: systemClock },
  );
  expect(await outcome(retry)).toBe("image_purged");
  expect(await outcome(previewTurn(maker, brandId(turn.id)))).toBe("image_purged");
  expect(await db.generation.count({ where: { turnId: turn.id } })).toBe(1);
});

test("a queued turn whose base is purged ends unbilled, and nothing is sent", async () => {
  const { turn } = await refine(maker);
  await trashImage(maker, imageId, { clock });
  await purgeImage(maker, imageId, { clock });
  for (const lease of await claimNext(8)) {
    await sendAndFinish(lease, { abort: new AbortController().signal, onSlotFree: () => {} });
  }
  const [generation] = await db.generation.findMany({ where: { turnId: turn.id } });
  expect(generation).toMatchObject({
    state: "failed",
    failureCode: "image_purged",
    billed: "no",
    sentAt: null,
  });
});

test("bytes that another row uses stay, and go with the last one", async () => {
  const colour = "#31d9a7";
  const [first, second] = [await makeImage(maker, colour), await makeImage(colleague, colour)];
  const sha256 = await sha256Of(first.id);
  await db.blob.update({ where: { sha256 }, data: { createdAt: new Date(0) } });
  const sweep = () => sweepBlobs(new Date(Date.now() + 60_000));
  const purge = async (actor: Actor, id: ImageId) => {
    await trashImage(actor, id, { clock });
    await purgeImage(actor, id, { clock });
    await sweep();
  };
  await purge(maker, first.id);
  expect(await bytesFor(colleague, second.id)).toBe("yes");
  await purge(colleague, second.id);
  expect(await blobStore().has(parseSha256(sha256))).toBe(false);
});

test("the trash is purged after its days: images, and threads with their words", async () => {
  const alone = await makeImage(maker);
  const kept = await makePaintedThread(maker, { visibility: "workspace", prompt: "Kept" });
  await trashImage(maker, alone.id, { clock });
  await removeThread(maker, threadId, { clock });
  expect(await purgeTrash(NOW, LATER)).toBe(0);
  expect(await purgeTrash(DUE, LATER)).toBe(2);
  expect(await purgeTrash(DUE, LATER)).toBe(0);
  const thread = await db.thread.findUniqueOrThrow({
    where: { id: threadId },
    include: { turns: true, generations: { include: { images: true } } },
  });
  expect(thread).toMatchObject({ title: "", purgedAt: LATER });
  expect(thread.turns).toMatchObject([{ prompt: "" }]);
  expect(thread.generations).toMatchObject([
    { modelWords: null, images: [{ sha256: null, name: "", purgedAt: LATER }] },
  ]);
  expect(await outcome(restoreThread(maker, threadId))).toBe("not_found");
  expect(await listed(maker)).toEqual([kept.image.id]);
});

test("a thread with a generation under way waits to be purged", async () => {
  const { generation } = await goOn({ state: "queued" });
  await removeThread(maker, threadId, { clock });
  expect(await purgeTrash(DUE, LATER)).toBe(0);
  await db.generation.update({ where: { id: generation.id }, data: { state: "cancelled" } });
  expect(await purgeTrash(DUE, LATER)).toBe(1);
});

test("a purge that is stopped, or restarted, purges each thing once", async () => {
  await trashImage(maker, imageId, { clock });
  expect(await purgeTrash(DUE, LATER, AbortSignal.abort())).toBe(0);
  const counts = await Promise.all([purgeTrash(DUE, LATER), purgeTrash(DUE, LATER)]);
  expect(counts[0] + counts[1]).toBe(1);
});

test("storage figures count the trash, and no tombstones", async () => {
  const image = await makeImage(maker, "#a1b2c3");
  const stored = async () => {
    const all = await listWorkspaceReports({ ...owner, isInstanceOwner: true }, {}, { clock });
    return all.workspaces.find(({ id }) => id === owner.workspaceId)?.storedBytes ?? 0;
  };
  const before = await stored();
  await trashImage(maker, image.id, { clock });
  expect(await stored()).toBe(before);
  await purgeImage(maker, image.id, { clock });
  expect(await stored()).toBe(before - image.byteCount);
});

test("trash, restore and purge are in the audit log, without names", async () => {
  await trashImage(maker, imageId, { clock });
  await restoreImage(maker, imageId);
  await restoreImage(maker, imageId);
  await trashImage(maker, imageId, { clock });
  await purgeImage(maker, imageId, { clock });
  const entries = await db.auditEntry.findMany({
    where: { targetId: imageId },
    orderBy: { id: "asc" },
  });
  expect(entries.map(({ act }) => act)).toEqual([
    "picture.trashed",
    "picture.restored",
    "picture.trashed",
    "picture.purged",
  ]);
  expect(entries.some(({ targetName }) => targetName.includes("lamp"))).toBe(false);
});

test("counts follow trash, restore, audience and thread, by month, creator and kind", async () => {
  const counts = async () => {
    const rows = await db.imageCount.findMany({ where: { workspaceId: owner.workspaceId } });
    const everyone = "00000000-0000-0000-0000-000000000000";
    const of = (isUpload: boolean) =>
      rows
        .filter((row) => row.isUpload === isUpload && row.count !== 0)
        .map((row) => [row.audienceId === everyone ? "all" : "one", row.count]);
    return { made: of(false), uploads: of(true) };
  };
  await makeImage(maker);
  expect(await counts()).toEqual({ made: [["all", 1]], uploads: [["one", 1]] });
  await updateThread(maker, { threadId, visibility: "private" }, { clock });
  expect(await counts()).toEqual({ made: [["one", 1]], uploads: [["one", 1]] });
  await removeThread(maker, threadId, { clock });
  expect((await counts()).made).toEqual([]);
  await restoreThread(maker, threadId);
  await trashImage(maker, imageId, { clock });
  expect((await counts()).made).toEqual([]);
  await purgeImage(maker, imageId, { clock });
  expect(await counts()).toEqual({ made: [], uploads: [["one", 1]] });
});
