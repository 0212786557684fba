import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { parseSha256 } from "@/lib/server/blobs/store";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { blobStore } from "@/lib/server/domain/images/storage";
import { keepImage, withIncomingFile } from "@/lib/server/domain/images/upload";
import { loadStudioState } from "@/lib/server/domain/studio/state";
import { createTurn } from "@/lib/server/domain/turns/create";
import { cropImage } from "@/lib/server/domain/turns/crop";
import { previewDraft, previewTurn } from "@/lib/server/domain/turns/preview";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor, makeImage, sha256Of } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

let ada: Actor;
let eve: Actor;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor("Ada");
  eve = await makeActor("Eve");
});

/** An image in a thread, its left half red and its right half blue. */
async function makeThreadImage(width: number, height: number, actor = ada) {
  const { turn, thread } = await createTurn(actor, turnBody(), { clock: systemClock });
  const half = { width: Math.floor(width / 2), height, channels: 3 as const, background: "#f00" };
  const bytes = await sharp({ create: { width, height, channels: 3, background: "#00f" } })
    .composite([{ input: { create: half }, gravity: "west" }])
    .png()
    .toBuffer();
  const { id } = await withIncomingFile(async (path) => {
    await writeFile(path, bytes);
    return keepImage(actor, { path, name: "bay.png", origin: "uploaded" });
  });
  const generationId = turn.generations[0]!.id;
  await db.generation.update({ where: { id: generationId }, data: { state: "succeeded" } });
  await db.image.update({
    where: { id },
    data: { origin: "generated", generationId, threadId: thread.id },
  });
  return { imageId: id, turn, thread };
}

async function bytesOf(imageId: string): Promise<Buffer> {
  const sha256 = await sha256Of(imageId);
  return blobStore().withLocalFile(parseSha256(sha256), (path) => readFile(path));
}

const key = () => ({ idempotencyKey: randomUUID() });

test("a crop is a new, finished, free turn with the source as its base and parent image", async () => {
  const { imageId, turn, thread } = await makeThreadImage(167, 94);
  const before = await bytesOf(imageId);
  const result = await cropImage(
    ada,
    { imageId, size: "384x216", ...key() },
    { clock: systemClock },
  );

  expect(result.turn).toMatchObject({
    threadId: thread.id,
    parentTurnId: turn.id,
    prompt: "384 × 216",
    baseImage: { id: imageId },
  });
  const [generation] = result.turn.generations;
  expect(generation).toMatchObject({
    endpoint: "local",
    state: "succeeded",
    priceMicroUsd: 0,
    costMicroUsd: 0,
    billed: "no",
    sentAt: null,
    isSandbox: turn.generations[0]?.isSandbox,
  });
  const [image] = generation!.images;
  expect(image).toMatchObject({
    width: 384,
    height: 216,
    parentImageId: imageId,
    isMadeHere: true,
    askedSize: "384x216",
  });
  expect(result.thread.cover?.imageId).toBe(image?.id);
  const { info, data } = await sharp(await bytesOf(image!.id))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 384, height: 216 });
  expect([...data.subarray(0, 3)]).toEqual([255, 0, 0]);
  expect([...data.subarray(383 * 3, 384 * 3)]).toEqual([0, 0, 255]);
  expect(await bytesOf(imageId)).toEqual(before);
  const derivative = await blobStore().openDerivative(
    parseSha256(await sha256Of(image!.id)),
    "w256",
  );
  expect((await sharp(await buffer(derivative)).metadata()).width).toBe(256);
});

test("a crop to a shape takes existing pixels without scaling", async () => {
  const { imageId } = await makeThreadImage(150, 100);
  const result = await cropImage(ada, { imageId, shape: "1:1", ...key() }, { clock: systemClock });
  expect(result.turn.generations[0]?.images[0]).toMatchObject({ width: 100, height: 100 });
});

test("repeated and concurrent crops with one key give one turn; another crop with that key is refused", async () => {
  const { imageId, thread } = await makeThreadImage(120, 80);
  const body = { size: "60x60", ...key() };
  const all = await Promise.all(
    [1, 2, 3].map(() => cropImage(ada, { ...body, imageId }, { clock: systemClock })),
  );
  const later = await cropImage(ada, { ...body, imageId }, { clock: systemClock });
  expect(new Set([...all, later].map(({ turn }) => turn.id)).size).toBe(1);
  expect(await db.turn.count({ where: { threadId: thread.id } })).toBe(2);
  await expect(
    cropImage(ada, { imageId, ...body, size: "50x50" }, { clock: systemClock }),
  ).rejects.toMatchObject({ code: "invalid_idempotency" });
});

test("a crop is published to everyone who can see the thread", async () => {
  const { imageId } = await makeThreadImage(90, 60);
  const { turn } = await cropImage(
    ada,
    { imageId, size: "30x30", ...key() },
    { clock: systemClock },
  );
  const [added, created] = await db.event.findMany({
    where: { workspaceId: ada.workspaceId },
    orderBy: { seq: "desc" },
    take: 2,
  });
  expect(created?.payload).toMatchObject({ kind: "turn.created", turn: { id: turn.id } });
  expect(added?.payload).toMatchObject({
    kind: "image.added",
    image: { id: turn.generations[0]?.images[0]?.id },
  });
});

test("another workspace's image and a missing one answer alike, and create nothing", async () => {
  const { imageId } = await makeThreadImage(90, 60);
  const before = await db.turn.count();
  for (const [actor, id] of [
    [eve, imageId],
    [ada, randomUUID()],
  ] as const) {
    await expect(
      cropImage(actor, { imageId: id, size: "30x30", ...key() }, { clock: systemClock }),
    ).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await db.turn.count()).toBe(before);
});

test("an upload and an offered image cannot be cropped", async () => {
  const upload = await makeImage(ada);
  const crop = (id: string) =>
    cropImage(ada, { imageId: id, size: "30x30", ...key() }, { clock: systemClock });
  await expect(crop(upload.id)).rejects.toMatchObject({ code: "conflict" });
  const { imageId, turn } = await makeThreadImage(90, 60);
  const id = turn.generations[0]!.id;
  await db.generation.update({ where: { id }, data: { state: "cancelled" } });
  await expect(crop(imageId)).rejects.toMatchObject({ code: "conflict" });
});

test("a crop is at most 4 times its source and 8192 pixels an edge", async () => {
  const { imageId } = await makeThreadImage(100, 100);
  const crop = (size: string) =>
    cropImage(ada, { imageId, size, ...key() }, { clock: systemClock });
  for (const size of ["401x401", "100x401", "8193x10", "99999x99999"]) {
    await expect(crop(size), size).rejects.toMatchObject({ code: "size_out_of_reach" });
  }
  expect((await crop("400x400")).turn.prompt).toBe("400 × 400");
});

test("later calls omit the crop from the history, and the thread keeps its settings", async () => {
  const { imageId, thread } = await makeThreadImage(90, 60);
  await db.turn.updateMany({ where: { threadId: thread.id }, data: { prompt: "A grey bay" } });
  const { turn } = await cropImage(
    ada,
    { imageId, size: "41x37", ...key() },
    { clock: systemClock },
  );
  await expect(previewTurn(ada, turn.id)).rejects.toMatchObject({ code: "conflict" });

  const { idempotencyKey: _, ...draft } = turnBody({
    threadId: thread.id,
    parentTurnId: turn.id,
    baseImageId: brandId(turn.generations[0]!.images[0]!.id),
  });
  const messages = JSON.stringify((await previewDraft(ada, draft)).messages);
  expect(messages).toContain("A grey bay");
  expect(messages).not.toMatch(/"text":"41 × 37/);

  const other = await createTurn(
    ada,
    turnBody({ settings: { ...turnBody().settings, shape: "9:16" } }),
    { clock: systemClock },
  );
  expect(other.turn.settings.shape).toBe("9:16");
  await cropImage(ada, { imageId, size: "20x20", ...key() }, { clock: systemClock });
  expect((await loadStudioState(ada, { clock: systemClock })).lastSettings.shape).toBe("9:16");
});
