import { afterAll, beforeAll, expect, test } from "vitest";
import { chatRequest } from "@/lib/contracts/door";
import type { ImageId, ThreadId } from "@/lib/contracts/ids";
import { makeToken } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import { signImageAddress } from "@/lib/server/auth/signed-address";
import { closeDatabase, db } from "@/lib/server/db";
import { orderOfChat } from "@/lib/server/domain/door/orders";
import { placeOrder, type Placed, turnKeyOf } from "@/lib/server/domain/door/place-order";
import { readConversation } from "@/lib/server/domain/door/read-conversation";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor, makeImage } from "@/scripts/testing/studio";

let ada: Actor;

beforeAll(prepareQueue);
beforeAll(async () => {
  ada = await withToken(await makeActor());
});
afterAll(closeDatabase);

async function withToken(actor: Actor, name = "Postcards"): Promise<Actor> {
  const { tokenHash, ending } = makeToken();
  const { id } = await db.accessToken.create({
    data: {
      userId: actor.userId,
      workspaceId: actor.workspaceId,
      name,
      tokenHash,
      ending,
      scopes: ["generate"],
    },
  });
  return { ...actor, sessionId: null, token: { id, scopes: ["generate"], isPersonal: true } };
}

const at = (day: string) => ({ now: () => new Date(`2026-03-${day}T12:00:00Z`) });

type Change = { day?: string; threadId?: ThreadId; key?: string };

async function chat(actor: Actor, messages: unknown[], change: Change = {}): Promise<Placed> {
  const request = chatRequest.parse({ model: "gpt-image-2-vip", messages });
  const order = await orderOfChat(actor, request, readConversation(request.messages));
  const idempotencyKey = turnKeyOf(actor, change.key ?? crypto.randomUUID());
  return placeOrder(actor, at(change.day ?? "01"), order, {
    threadId: change.threadId ?? null,
    idempotencyKey,
  });
}

const say = (content: string) => ({ role: "user", content });

/** What the worker would have made. */
async function drawn({ turnId }: Placed): Promise<ImageId> {
  const generation = await db.generation.findFirstOrThrow({ where: { turnId } });
  const { sha256 } = await db.image.findUniqueOrThrow({
    where: { id: (await makeImage(ada)).id },
  });
  await db.generation.update({ where: { id: generation.id }, data: { state: "succeeded" } });
  const { id } = await db.image.create({
    data: {
      sha256,
      workspaceId: generation.workspaceId,
      makerId: generation.makerId,
      generationId: generation.id,
      threadId: generation.threadId,
      origin: "generated",
      name: "drawn",
    },
  });
  return id as ImageId;
}

const shown = (imageId: ImageId) => ({
  role: "assistant",
  content: `![x](https://studio.example${signImageAddress(imageId, "original", { ttlS: -60 })})`,
});

test("twenty first calls of a day at once share one thread; the next day has its own", async () => {
  const actor = await withToken(ada, "Burst");
  const placed = await Promise.all(Array.from({ length: 20 }, () => chat(actor, [say("a boat")])));
  expect(new Set(placed.map(({ threadId }) => threadId)).size).toBe(1);
  const tomorrow = await chat(actor, [say("a boat")], { day: "02" });
  const threads = await db.thread.findMany({
    where: { tokenId: actor.token?.id },
    orderBy: { createdAt: "asc" },
    select: { id: true, title: true },
  });
  expect(threads).toEqual([
    { id: placed[0]?.threadId, title: "Burst · 2026-03-01" },
    { id: tomorrow.threadId, title: "Burst · 2026-03-02" },
  ]);
});

test("a day's thread that was deleted stays deleted, and its picture is refined elsewhere", async () => {
  const actor = await withToken(ada);
  const first = await chat(actor, [say("a boat")]);
  const imageId = await drawn(first);
  await db.thread.update({ where: { id: first.threadId }, data: { deletedAt: new Date() } });
  const second = await chat(actor, [say("a boat"), shown(imageId), say("make it night")]);
  expect(second.threadId).not.toBe(first.threadId);
  const turn = await db.turn.findUniqueOrThrow({ where: { id: second.turnId } });
  expect(turn).toMatchObject({ baseImageId: imageId, parentTurnId: null });
});

test("a chat goes on where its picture was made, on another day too, and after its address expired", async () => {
  const actor = await withToken(ada);
  const first = await chat(actor, [say("a boat")]);
  const imageId = await drawn(first);
  const messages = [say("a boat"), shown(imageId), say("no, wait"), say("make it night")];
  const second = await chat(actor, messages, { day: "02" });
  expect(second.threadId).toBe(first.threadId);
  expect(await db.turn.findUniqueOrThrow({ where: { id: second.turnId } })).toMatchObject({
    parentTurnId: first.turnId,
    baseImageId: imageId,
    prompt: "Earlier instructions:\n- no, wait\n\nNow:\n\nmake it night",
  });
  const other = await chat(actor, [say("a barn")], { day: "03" });
  const moved = await chat(actor, messages, { threadId: other.threadId });
  expect(await db.turn.findUniqueOrThrow({ where: { id: moved.turnId } })).toMatchObject({
    threadId: other.threadId,
    parentTurnId: null,
    baseImageId: imageId,
  });
});

test("nobody refines what they may not see, nor writes where they may not", async () => {
  const imageId = await drawn(await chat(await withToken(ada), [say("a boat")]));
  const eve = await withToken(await makeActor("Eve"));
  await expect(chat(eve, [say("a"), shown(imageId), say("b")])).rejects.toThrow("not_found");
  const url = signImageAddress(imageId);
  const bring = [
    { type: "text", text: "b" },
    { type: "image_url", image_url: { url } },
  ];
  await expect(chat(eve, [{ role: "user", content: bring }])).rejects.toMatchObject({
    code: "not_found",
    extra: { field: "messages.0.content.1.image_url" },
  });
  expect(await db.turn.count({ where: { makerId: eve.userId } })).toBe(0);
  expect(await db.thread.count({ where: { makerId: eve.userId } })).toBe(0);
});

test("the same key of one token is one turn, of two tokens two", async () => {
  const [one, two] = [await withToken(ada), await withToken(ada)];
  const send = (actor: Actor) => chat(actor, [say("a boat")], { key: "postcard" });
  const placed = await Promise.all([send(one), send(one), send(two)]);
  expect(placed[0]?.turnId).toBe(placed[1]?.turnId);
  expect(placed[2]?.turnId).not.toBe(placed[0]?.turnId);
});
