import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CollectionId, ThreadId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock as clock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import {
  createCollection,
  removeCollection,
  updateCollection,
} from "@/lib/server/domain/collections/commands";
import { markSucceeded } from "@/lib/server/domain/generations/succeed";
import { markReceived, markSent } from "@/lib/server/domain/generations/transitions";
import { receivedFacts, sentFacts } from "@/lib/server/domain/generations/transitions.fixtures";
import { storePicture } from "@/lib/server/domain/images/ingest";
import { withIncomingFile } from "@/lib/server/domain/images/upload";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { loadStudioState } from "@/lib/server/domain/studio/state";
import { cropImage } from "@/lib/server/domain/turns/crop";
import { createTurn } from "@/lib/server/domain/turns/create";
import { parseSettings } from "@/lib/server/domain/views/turn";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { turnBody } from "@/scripts/testing/turn-body";

let owner: Actor;
let maker: Actor;
let id: CollectionId;

beforeAll(prepareQueue);
beforeEach(async () => {
  const team = await makeTeam();
  owner = team.owner;
  maker = await addMember(team.id, "member", "Maya");
  id = (await createCollection(owner, { name: "Fair", description: "", access: "add" })).id;
});
afterAll(closeDatabase);

const send = (actor: Actor, collectionId: CollectionId, inThread?: ThreadId) => {
  const body = turnBody(
    inThread === undefined ? { visibility: "workspace" } : { threadId: inThread },
  );
  return createTurn(actor, { ...body, settings: { ...body.settings, collectionId } }, { clock });
};

/** Stores a picture for a turn as a worker does, from the turn's row alone. */
async function paint({ turn }: Awaited<ReturnType<typeof send>>) {
  const [generation] = turn.generations;
  const lease = (await claimNext(10)).find((one) => one.generationId === generation?.id);
  if (lease === undefined) throw new Error("could not claim");
  await markSent(lease, new Date(), sentFacts());
  await markReceived(lease, receivedFacts());
  const create = { width: 30, height: 20, channels: 3 as const, background: "#336699" };
  const bytes = await sharp({ create }).png().toBuffer();
  const picture = await withIncomingFile(async (path) => {
    await writeFile(path, bytes);
    return storePicture(path);
  });
  const row = await db.turn.findUniqueOrThrow({ where: { id: turn.id } });
  await markSucceeded(lease, new Date(), {
    pictures: [picture, picture],
    prompt: row.prompt,
    createdById: row.createdById,
    parentImageId: null,
    askedSize: null,
    collectionId: parseSettings(row.settings).collectionId ?? null,
    costMicroUsd: 0,
    parsedAt: new Date(),
    upstreamId: null,
    usage: null,
    modelWords: null,
  });
}
const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "yes",
    (error) => error.code,
  );
const imagesOf = (collectionId: string) =>
  db.collectionImage.findMany({ where: { collectionId }, orderBy: { position: "asc" } });

test("new images go to the end of the collection that their turn names", async () => {
  await paint(await send(maker, id));
  await paint(await send(maker, id));
  const saved = await imagesOf(id);
  expect(saved.map(({ addedById }) => addedById)).toEqual(Array(4).fill(maker.userId));
  expect(new Set(saved.map(({ position }) => position)).size).toBe(4);
});

test("a collection that is deleted or made private meanwhile loses no image", async () => {
  const first = await send(maker, id);
  await updateCollection(owner, { collectionId: id, access: "private" });
  await paint(first);
  expect(await imagesOf(id)).toEqual([]);
  await updateCollection(owner, { collectionId: id, access: "add" });
  const second = await send(maker, id);
  await removeCollection(owner, id);
  await paint(second);
  expect(await db.image.count({ where: { createdById: maker.userId } })).toBe(4);
});

test("only a collection that the sender may add to is taken", async () => {
  await updateCollection(owner, { collectionId: id, access: "look" });
  expect(await outcome(send(maker, id))).toBe("forbidden");
  await updateCollection(owner, { collectionId: id, access: "private" });
  expect(await outcome(send(maker, id))).toBe("not_found");
  expect(await outcome(send(maker, brandId(randomUUID())))).toBe("not_found");
});

test("in a thread of a collection that is not the sender's, a turn runs without it, and the thread keeps it", async () => {
  await updateCollection(owner, { collectionId: id, access: "look" });
  const { thread } = await send(owner, id);
  const { turn, thread: after } = await send(maker, id, thread.id);
  expect(turn.settings).not.toHaveProperty("collectionId");
  expect(after.settings.collectionId).toBe(id);
  expect(await outcome(send(maker, brandId(randomUUID()), thread.id))).toBe("not_found");
  await removeCollection(owner, id);
  expect((await send(owner, id, thread.id)).turn.settings).not.toHaveProperty("collectionId");
});

test("a crop goes to the collection of its thread, if its maker may add to it", async () => {
  const made = await send(owner, id);
  await paint(made);
  const [first] = await imagesOf(id);
  const crop = (actor: Actor) =>
    cropImage(
      actor,
      { imageId: first?.imageId ?? "", shape: "1:1", idempotencyKey: randomUUID() },
      { clock },
    );
  const { turn } = await crop(maker);
  expect(turn.settings.collectionId).toBe(id);
  const saved = await imagesOf(id);
  expect(saved.at(-1)).toMatchObject({
    imageId: turn.generations[0]?.images[0]?.id,
    addedById: maker.userId,
  });
  await updateCollection(owner, { collectionId: id, access: "look" });
  expect((await crop(maker)).turn.settings).not.toHaveProperty("collectionId");
  expect(await imagesOf(id)).toHaveLength(saved.length);
});

test("the thread remembers it, a new thread does not", async () => {
  const { thread } = await send(maker, id);
  expect(thread.settings.collectionId).toBe(id);
  expect((await loadStudioState(maker, { clock })).lastSettings).not.toHaveProperty("collectionId");
});
