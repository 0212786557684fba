import { afterAll, beforeAll, expect, test } from "vitest";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ImageBucket, ListedImage } from "@/lib/contracts/images";
import { type ImageListView, STACK_KINDS, type StackKind } from "@/lib/contracts/image-lists";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db, inTransaction, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { setFavourite } from "@/lib/server/domain/images/favourites";
import { countByMonth, readBucket } from "@/lib/server/domain/images/wall/months";
import { listImages } from "@/lib/server/domain/images/queries";
import { purgeImage, restoreImage, trashImage } from "@/lib/server/domain/trash/trash";
import { removeThread, restoreThread, updateThread } from "@/lib/server/domain/threads/commands";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeImage } from "@/scripts/testing/studio";
import { waitForLock } from "@/scripts/testing/wait-for-lock";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { makePaintedThread } from "@/scripts/testing/thread";

let ada: Actor;
let bea: Actor;
let manager: Actor;
let threadId: ThreadId;
let shared: Awaited<ReturnType<typeof makePaintedThread>>;

/** One more variation of the thread's turn, or one of a new turn. */
async function addTo(
  { image, turn }: { image: { id: string }; turn: { id: string } },
  options: { by: Actor; at: string; isNewTurn?: boolean },
  tx: Tx = db,
): Promise<string> {
  const {
    generationId,
    id: _image,
    ...like
  } = await db.image.findUniqueOrThrow({
    where: { id: image.id },
  });
  const made = await db.generation.findUniqueOrThrow({ where: { id: generationId ?? "" } });
  const { id: _turn, ...ofTurn } = await db.turn.findUniqueOrThrow({ where: { id: turn.id } });
  const turnId = options.isNewTurn
    ? (await db.turn.create({ data: { ...turnData(ofTurn), idempotencyKey: crypto.randomUUID() } }))
        .id
    : turn.id;
  const number = await db.generation.count({ where: { turnId } });
  const next = await db.generation.create({
    data: {
      turnId,
      threadId: made.threadId,
      workspaceId: made.workspaceId,
      createdById: options.by.userId,
      keySource: made.keySource,
      position: number,
      model: made.model,
      endpoint: made.endpoint,
      isSandbox: true,
      priceMicroUsd: 0,
      state: "succeeded",
    },
  });
  const stored = await tx.image.create({
    data: {
      ...like,
      generationId: next.id,
      createdById: options.by.userId,
      createdAt: new Date(options.at),
    },
  });
  return stored.id;
}

function turnData({
  threadId,
  workspaceId,
  createdById,
  prompt,
}: {
  threadId: string;
  workspaceId: string;
  createdById: string;
  prompt: string;
}) {
  return { threadId, workspaceId, createdById, prompt, settings: {} };
}

beforeAll(async () => {
  await prepareQueue();
  const team = await makeTeam();
  ada = await addMember(team.id, "member", "Ada");
  bea = await addMember(team.id, "member", "Bea");
  manager = await addMember(team.id, "admin", "Max");
  shared = await makePaintedThread(ada, { prompt: "A lighthouse", visibility: "workspace" });
  threadId = brandId(shared.turn.threadId);
  await db.image.update({
    where: { id: shared.image.id },
    data: { createdAt: new Date("2026-01-05") },
  });
  await addTo(shared, { by: ada, at: "2026-01-06" });
  await addTo(shared, { by: ada, at: "2026-03-01" });
  await addTo(shared, { by: bea, at: "2026-04-02", isNewTurn: true });
  await addTo(shared, { by: ada, at: "2026-02-01", isNewTurn: true });
  const beas = await makePaintedThread(bea, { prompt: "A harbour", visibility: "workspace" });
  await addTo(beas, { by: bea, at: "2026-03-09" });
  await makePaintedThread(bea, { prompt: "A hidden lighthouse", visibility: "private" });
  await makeImage(ada, "#654321", { width: 30, height: 20 });
  await setFavourite(
    ada,
    { imageId: brandId(shared.image.id), isFavourite: true },
    { clock: systemClock },
  );
});
afterAll(closeDatabase);

type Tile = { month: string; ids: string[] };

/** What the wall should show, from the plain list: groups in the order of their newest image. */
function tilesOf(images: readonly ListedImage[], kind: StackKind): Tile[] {
  const tiles = new Map<string, Tile>();
  for (const { id, turnId, threadId, createdAt, trashedAt } of images) {
    const group = (kind === "turn" ? turnId : threadId) ?? id;
    const tile = tiles.get(group) ?? { month: (trashedAt ?? createdAt).slice(0, 7), ids: [] };
    tile.ids.push(id);
    tiles.set(group, tile);
  }
  return [...tiles.values()];
}

function tilesIn({ ids, stacks }: ImageBucket, month: string): Tile[] {
  const numbers = [...new Set(stacks)];
  return numbers.map((number) => ({
    month,
    ids: ids.filter((_, index) => stacks[index] === number),
  }));
}

async function expectStacks(): Promise<void> {
  for (const by of [ada, bea, manager]) {
    for (const view of ["all", "mine", "favourites", "trash"] as const) {
      for (const query of ["", "lighthouse"]) {
        for (const stacks of STACK_KINDS) await expectSame(by, { view, query, stacks });
      }
    }
  }
}

async function expectSame(
  by: Actor,
  { stacks, ...scope }: { view: ImageListView; query: string; stacks: StackKind },
): Promise<void> {
  const expected = tilesOf((await listImages(by, { ...scope, limit: 200 })).images, stacks);
  const { months } = await countByMonth(by, { ...scope, stacks });
  const shown: Tile[] = [];
  for (const { month, count, tiles } of months) {
    const bucket = await readBucket(by, { ...scope, month, stacks });
    shown.push(...tilesIn(bucket, month));
    expect([count, tiles]).toEqual([bucket.ids.length, new Set(bucket.stacks).size]);
    const oldest = await readBucket(by, { ...scope, month, stacks, sort: "oldest" });
    expect(tilesIn(oldest, month)).toEqual(tilesIn(bucket, month).toReversed());
    const second = await readBucket(by, { ...scope, month, stacks, skip: 1, take: 1 });
    expect(tilesIn(second, month)).toEqual(tilesIn(bucket, month).slice(1, 2));
  }
  expect(shown, `${by.name} ${JSON.stringify({ stacks, ...scope })}`).toEqual(expected);
}

test("a stack stands where its newest image is, with all images that the list has of it", async () => {
  await expectStacks();
  const { months } = await countByMonth(ada, { stacks: "thread" });
  expect(months).toContainEqual({ month: "2026-04", count: 5, tiles: 1 });
});

test("stacks follow trash, restore, purge, audience and deletion", async () => {
  const [newest] = (await listImages(ada, { query: "lighthouse" })).images;
  const clock = systemClock;
  await trashImage(manager, brandId(newest?.id ?? ""), { clock });
  await expectStacks();
  await restoreImage(manager, brandId(newest?.id ?? ""));
  await expectStacks();
  await updateThread(ada, { threadId, visibility: "private" }, { clock });
  await expectStacks();
  await updateThread(ada, { threadId, visibility: "workspace" }, { clock });
  await removeThread(ada, threadId, { clock });
  await expectStacks();
  await restoreThread(ada, threadId);
  await trashImage(manager, brandId(newest?.id ?? ""), { clock });
  await purgeImage(manager, brandId(newest?.id ?? ""), { clock });
  await expectStacks();
});

test("two images that are stored at once are one stack, and deleting a thread leaves none", async () => {
  const thread = await makePaintedThread(ada, { prompt: "At once", visibility: "workspace" });
  let commit = () => {};
  let first: Promise<void> = Promise.resolve();
  await new Promise<void>((stored, failed) => {
    first = inTransaction(async (tx) => {
      await addTo(thread, { by: ada, at: "2026-06-01", isNewTurn: true }, tx);
      stored();
      await new Promise<void>((resolve) => (commit = resolve));
    });
    first.catch(failed);
  });
  // Of another month, so that nothing but the stack makes it wait.
  const second = addTo(thread, { by: ada, at: "2026-07-01", isNewTurn: true });
  await waitForLock();
  commit();
  await Promise.all([first, second]);
  await expectStacks();
  const groupId = thread.turn.threadId;
  expect(await db.imageStack.findMany({ where: { groupId } })).toMatchObject([{ count: 3 }]);
  const stacks = () => db.imageStack.count({ where: { workspaceId: ada.workspaceId } });
  await db.thread.delete({ where: { id: groupId } });
  await expectStacks();
  await db.thread.deleteMany({ where: { workspaceId: ada.workspaceId } });
  await db.image.deleteMany({ where: { workspaceId: ada.workspaceId } });
  expect(await stacks()).toBe(0);
  const left = await db.stackCount.findMany({ where: { workspaceId: ada.workspaceId } });
  expect(left.filter(({ stacks: count, images }) => count !== 0 || images !== 0)).toEqual([]);
});
