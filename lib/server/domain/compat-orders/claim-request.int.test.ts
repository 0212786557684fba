import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeToken } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { createTurn } from "@/lib/server/domain/turns/create";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";
import { claimTurnKey, pruneApiRequests } from "./claim-request";
import { printOfJson } from "./request-print";

let ada: Actor;
beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor();
});
afterAll(closeDatabase);

/** Each test uses its own token, so that tests do not find each other's requests. */
async function withToken(): Promise<Actor> {
  const { tokenHash, ending } = makeToken();
  const { userId, workspaceId } = ada;
  const token = await db.accessToken.create({
    data: { userId, workspaceId, name: "t", tokenHash, ending, scopes: ["generate"] },
  });
  return { ...ada, token: { id: token.id, scopes: ["generate"], isPersonal: true } };
}

type Change = { retry?: number; key?: string; body?: object; path?: string };

const boat = { model: "m", prompt: "A boat" };
const claim = (actor: Actor, { retry = 0, key, body = boat, path = "/v1/x" }: Change = {}) =>
  claimTurnKey(actor, {
    path,
    print: printOfJson(body),
    key: key ?? null,
    retryCount: retry,
  });

const createTurnWithKey = (actor: Actor, idempotencyKey: string) =>
  createTurn(actor, turnBody({ idempotencyKey }), { clock: systemClock });

const AGO = "now() - interval '11 minutes'";
const makeOlder = (turnKey: string) =>
  db.$executeRawUnsafe(
    `UPDATE "ApiRequest" SET "createdAt" = ${AGO} WHERE "turnKey" = $1`,
    turnKey,
  );

test("a repeated first try gets a new key, a retry gets the first one's key", async () => {
  const actor = await withToken();
  const first = await claim(actor);
  expect(await claim(actor, { retry: 1 })).toBe(first);
  expect(await claim(actor, { retry: 2 })).toBe(first);
  const second = await claim(actor);
  expect(second).not.toBe(first);
  expect(await claim(actor, { retry: 1 })).toBe(second);
});

test("a retry with another token, path or body is a new request", async () => {
  const actor = await withToken();
  const first = await claim(actor);
  const others = [
    await claim(await withToken(), { retry: 1 }),
    await claim(actor, { retry: 1, path: "/v1/y" }),
    await claim(actor, { retry: 1, body: { ...boat, n: 2 } }),
  ];
  expect(new Set([first, ...others]).size).toBe(4);
});

test("concurrent retries get one key even if the first try never arrived", async () => {
  const actor = await withToken();
  const keys = await Promise.all(Array.from({ length: 8 }, () => claim(actor, { retry: 1 })));
  expect(new Set(keys).size).toBe(1);
});

test("retries of concurrent equal requests each find their own", async () => {
  const actor = await withToken();
  const firsts = await Promise.all(Array.from({ length: 4 }, () => claim(actor)));
  for (const retry of [1, 2]) {
    const found = await Promise.all(firsts.map(() => claim(actor, { retry })));
    expect(found.toSorted()).toEqual(firsts.toSorted());
  }
});

test("a retry finds a request under way, or within ten minutes of its start or end", async () => {
  const actor = await withToken();
  const first = await claim(actor);
  await makeOlder(first);
  const second = await claim(actor, { retry: 1 });
  expect(second).not.toBe(first);

  const slow = await claim(actor);
  const { turn } = await createTurnWithKey(actor, slow);
  await makeOlder(slow);
  await makeOlder(second);
  // A retry of a client with a ten-minute timeout arrives while the generation is under way.
  expect(await claim(actor, { retry: 1 })).toBe(slow);
  const done = { state: "succeeded", billed: "yes" } as const;
  const where = { turnId: turn.id };
  await db.generation.updateMany({ where, data: { ...done, finishedAt: new Date() } });
  expect(await claim(actor, { retry: 2 })).toBe(slow);
  await db.generation.updateMany({ where, data: { finishedAt: new Date(Date.now() - 660_000) } });
  expect(await claim(actor, { retry: 3 })).not.toBe(slow);
});

test("a retry generates again after an unbilled failure but not after a possibly billed one", async () => {
  const actor = await withToken();
  const key = await claim(actor);
  const { turn } = await createTurnWithKey(actor, key);
  const end = (billed: "no" | "unknown") =>
    db.generation.updateMany({
      where: { turnId: turn.id },
      data: { state: "failed", billed, finishedAt: new Date() },
    });
  await end("unknown");
  expect(await claim(actor, { retry: 1 })).toBe(key);
  await end("no");
  const renewed = await claim(actor, { retry: 2 });
  expect(renewed).not.toBe(key);
  // The same retry again.
  expect(await claim(actor, { retry: 2 })).toBe(renewed);
});

test.each([
  [{ ...boat, size: "1x1" }, "size"],
  [{ ...boat, model: "other", n: 3 }, "model, n"],
  [{ ...boat, image: "data:," }, "image"],
])(
  "reusing a key for another request is refused with the differing fields: %j",
  async (body, names) => {
    const actor = await withToken();
    const key = await claim(actor, { key: "postcard" });
    // Without a turn, a refused request can be corrected under its key.
    expect(await claim(actor, { key: "postcard", body })).toBe(key);
    expect(await claim(actor, { key: "postcard" })).toBe(key);
    await createTurnWithKey(actor, key);
    expect(await claim(actor, { key: "postcard", body: { ...boat, stream: true } })).toBe(key);
    await expect(claim(actor, { key: "postcard", body })).rejects.toMatchObject({
      code: "invalid_idempotency",
      extra: { details: { hint: `what differs from the first request: ${names}` } },
    });
  },
);

test("requests without a key are deleted after a day", async () => {
  const actor = await withToken();
  const [unkeyed, keyed] = [await claim(actor), await claim(actor, { key: "k" })];
  await db.$executeRaw`UPDATE "ApiRequest" SET "createdAt" = now() - interval '25 hours'`;
  expect(await pruneApiRequests()).toBeGreaterThan(0);
  const left = await db.apiRequest.findMany({ where: { turnKey: { in: [unkeyed, keyed] } } });
  expect(left.map(({ turnKey }) => turnKey)).toEqual([keyed]);
});

test("reusing a turn's idempotency key with other settings or images is refused with the field", async () => {
  const image = await makeImage(ada);
  const copy = await makeImage(ada);
  const other = await makeImage(ada, "#2b6ad4");
  const body = turnBody({ idempotencyKey: randomUUID(), referenceIds: [image.id] });
  const { turn } = await createTurn(ada, body, { clock: systemClock });
  // A retrying client uploads its images again.
  const again = await createTurn(ada, { ...body, referenceIds: [copy.id] }, { clock: systemClock });
  expect(again.turn.id).toBe(turn.id);
  const { settings } = body;
  for (const [change, field] of [
    [{ settings: { ...settings, variations: 4 } }, "settings"],
    [{ settings: { ...settings, model: "gpt-image-2-all" } }, "settings"],
    [{ settings: { ...settings, shape: "9:16" } }, "settings"],
    [{ referenceIds: [other.id] }, "referenceIds"],
    [{ baseImageId: image.id }, "baseImageId"],
    [{ systemInstruction: "Flat." }, "systemInstruction"],
  ] as const) {
    await expect(
      createTurn(
        ada,
        {
          ...body,
          ...change,
          referenceIds: [...("referenceIds" in change ? change.referenceIds : body.referenceIds)],
        },
        { clock: systemClock },
      ),
    ).rejects.toMatchObject({
      code: "invalid_idempotency",
      extra: { detail: `What differs from the first request: ${field}` },
    });
  }
});
