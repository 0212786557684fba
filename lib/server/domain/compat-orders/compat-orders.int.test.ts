import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImageId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { signImageAddress } from "@/lib/server/auth/signed-address";
import { closeDatabase, db } from "@/lib/server/db";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { drawn, placeChat, withToken } from "@/scripts/testing/openai-compat";
import { makeActor } from "@/scripts/testing/studio";

let ada: Actor;

beforeAll(prepareQueue);
beforeAll(async () => {
  ada = await withToken(await makeActor());
});
afterAll(closeDatabase);

const userMessage = (content: string) => ({ role: "user", content });

const answerWith = (imageId: ImageId) => ({
  role: "assistant",
  content: `![x](https://studio.example${signImageAddress(crypto.randomUUID(), imageId, "original", { ttlS: -60 })})`,
});

test("twenty concurrent calls share the day's thread, and the next day has its own", async () => {
  const actor = await withToken(ada, "Burst");
  const placed = await Promise.all(
    Array.from({ length: 20 }, () => placeChat(actor, [userMessage("a boat")])),
  );
  expect(new Set(placed.map(({ threadId }) => threadId)).size).toBe(1);
  const tomorrow = await placeChat(actor, [userMessage("a boat")], { day: "02" });
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

test("a deleted day thread stays deleted, and its image is refined in another thread", async () => {
  const actor = await withToken(ada);
  const first = await placeChat(actor, [userMessage("a boat")]);
  const imageId = await drawn(ada, first);
  await db.thread.update({ where: { id: first.threadId }, data: { deletedAt: new Date() } });
  const second = await placeChat(actor, [
    userMessage("a boat"),
    answerWith(imageId),
    userMessage("make it night"),
  ]);
  expect(second.threadId).not.toBe(first.threadId);
  const turn = await db.turn.findUniqueOrThrow({ where: { id: second.turnId } });
  expect(turn).toMatchObject({ baseImageId: imageId, parentTurnId: null });
});

test("a chat continues in its image's thread, on another day and after the address expired", async () => {
  const actor = await withToken(ada);
  const first = await placeChat(actor, [userMessage("a boat")]);
  const imageId = await drawn(ada, first);
  const messages = [
    userMessage("a boat"),
    answerWith(imageId),
    userMessage("no, wait"),
    userMessage("make it night"),
  ];
  const second = await placeChat(actor, messages, { day: "02" });
  expect(second.threadId).toBe(first.threadId);
  expect(await db.turn.findUniqueOrThrow({ where: { id: second.turnId } })).toMatchObject({
    parentTurnId: first.turnId,
    baseImageId: imageId,
    prompt: "Earlier instructions:\n- no, wait\n\nNow:\n\nmake it night",
  });
  const other = await placeChat(actor, [userMessage("a barn")], { day: "03" });
  const moved = await placeChat(actor, messages, { threadId: other.threadId });
  expect(await db.turn.findUniqueOrThrow({ where: { id: moved.turnId } })).toMatchObject({
    threadId: other.threadId,
    parentTurnId: null,
    baseImageId: imageId,
  });
});

test("refining an image that the actor cannot see answers not_found and creates nothing", async () => {
  const imageId = await drawn(ada, await placeChat(await withToken(ada), [userMessage("a boat")]));
  const eve = await withToken(await makeActor("Eve"));
  await expect(
    placeChat(eve, [userMessage("a"), answerWith(imageId), userMessage("b")]),
  ).rejects.toThrow("not_found");
  const url = signImageAddress(crypto.randomUUID(), imageId);
  const content = [
    { type: "text", text: "b" },
    { type: "image_url", image_url: { url } },
  ];
  await expect(placeChat(eve, [{ role: "user", content }])).rejects.toMatchObject({
    code: "not_found",
    extra: { field: "messages.0.content.1.image_url" },
  });
  expect(await db.turn.count({ where: { createdById: eve.userId } })).toBe(0);
  expect(await db.thread.count({ where: { createdById: eve.userId } })).toBe(0);
});

test("the same idempotency key makes one turn per token", async () => {
  const [one, two] = [await withToken(ada), await withToken(ada)];
  const send = (actor: Actor) => placeChat(actor, [userMessage("a boat")], { key: "postcard" });
  const placed = await Promise.all([send(one), send(one), send(two)]);
  expect(placed[0]?.turnId).toBe(placed[1]?.turnId);
  expect(placed[2]?.turnId).not.toBe(placed[0]?.turnId);
});
