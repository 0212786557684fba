import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "@/lib/server/clock";
import { createToken } from "@/lib/server/domain/tokens/commands";
import type { Actor } from "@/lib/server/auth/actor";
import { closeDatabase, db, inTransaction } from "@/lib/server/db";
import { announceGenerations } from "@/lib/server/domain/announcements/announce";
import { eventHub } from "@/lib/server/events/hub";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { GET as readGeneration } from "@/app/api/generations/[generationId]/route";
import { GET as readTurn } from "@/app/api/turns/[turnId]/route";
import { POST as sendTurn } from "@/app/api/turns/route";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

// Long polls through the real routes; the test moves the turn as a worker would.

let ada: Actor;
let authorization: string;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor();
  authorization = await bearer();
});
afterAll(async () => {
  await eventHub().close();
  await closeDatabase();
});

async function bearer(): Promise<string> {
  const { userId, workspaceId } = ada;
  const tokenInput = { userId, workspaceId, name: "script", scopes: ["read", "generate"] as const };
  const { token } = await inTransaction((tx) =>
    createToken(tx, ada, { ...tokenInput, expiresAt: null }, { clock: systemClock }),
  );
  return `Bearer ${token}`;
}

type RequestOptions = { body?: object; signal?: AbortSignal; authorization?: string };

function ask(path: string, { body, signal, authorization: other }: RequestOptions = {}): Request {
  return new Request(`http://studio.test${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: other ?? authorization, "content-type": "application/json" },
    body: body && JSON.stringify(body),
    signal,
  });
}

const params = (all: Record<string, string>) => ({ params: Promise.resolve(all) });

type Progress = {
  turn: { id: string; threadId: string; settings: object; generations: { id: string }[] };
  isUnderWay: boolean;
  images: { id: string; original: string }[];
};

async function send(change: object = {}, query = ""): Promise<Progress> {
  const body = { prompt: "A boat", idempotencyKey: crypto.randomUUID(), ...change };
  const response = await sendTurn(ask(`/api/turns${query}`, { body }), params({}));
  expect(response.status).toBe(202);
  return (await response.json()) as Progress;
}

/** What the worker does at the end. */
async function draw(turnId: string): Promise<void> {
  const generations = await db.generation.findMany({ where: { turnId } });
  const { sha256 } = await db.image.findUniqueOrThrow({ where: { id: (await makeImage(ada)).id } });
  await inTransaction(async (tx) => {
    for (const { id, threadId, workspaceId, createdById } of generations) {
      await tx.generation.update({
        where: { id },
        data: { state: "succeeded", finishedAt: new Date() },
      });
      await tx.image.create({
        data: {
          ...{ sha256, workspaceId, createdById, threadId, generationId: id },
          origin: "generated",
          name: "drawn",
        },
      });
    }
    const ids = generations.map(({ id }) => id);
    await announceGenerations(tx, ada.workspaceId, ids, { withThread: false });
  });
}

test("a turn answers at once without a wait, and at its end with one", async () => {
  const { turn, isUnderWay } = await send();
  expect(isUnderWay).toBe(true);
  const path = `/api/turns/${turn.id}`;
  const at = params({ turnId: turn.id });
  expect(await (await readTurn(ask(path), at)).json()).toMatchObject({
    isUnderWay: true,
    images: [],
  });
  const waiting = readTurn(ask(`${path}?wait=60`), at);
  await draw(turn.id);
  const done = (await (await waiting).json()) as Progress;
  expect(done.isUnderWay).toBe(false);
  expect(done.images.map(({ id, original }) => original === `/api/images/${id}/original`)).toEqual([
    true,
  ]);
});

test("a generation answers at its end too", async () => {
  const { turn } = await send();
  const generationId = turn.generations[0]?.id ?? "";
  const waiting = readGeneration(
    ask(`/api/generations/${generationId}?wait=60`),
    params({ generationId }),
  );
  await draw(turn.id);
  expect(await (await waiting).json()).toMatchObject({ id: generationId, state: "succeeded" });
});

test("a wait that times out answers with the turn still running", async () => {
  expect(await send({}, "?wait=1")).toMatchObject({ isUnderWay: true, images: [] });
});

test.each(["61", "-1", "1.5", "soon"])("a wait of %s is refused", async (wait) => {
  const { turn } = await send();
  const response = await readTurn(
    ask(`/api/turns/${turn.id}?wait=${wait}`),
    params({ turnId: turn.id }),
  );
  expect([response.status, await response.json()]).toMatchObject([422, { field: "wait" }]);
});

test("a disconnect ends the wait and not the generation", async () => {
  const { turn } = await send();
  const leaving = new AbortController();
  const waiting = readTurn(
    ask(`/api/turns/${turn.id}?wait=60`, { signal: leaving.signal }),
    params({ turnId: turn.id }),
  );
  leaving.abort();
  await waiting;
  const states = await db.generation.findMany({ where: { turnId: turn.id } });
  expect(states.map(({ state, cancelledAt }) => [state, cancelledAt])).toEqual([["queued", null]]);
});

test("a token revoked during the wait gets no result", async () => {
  const { turn } = await send();
  const other = await bearer();
  const waiting = readTurn(
    ask(`/api/turns/${turn.id}?wait=60`, { authorization: other }),
    params({ turnId: turn.id }),
  );
  // Wait until the request has been authenticated.
  const where = { ending: other.slice(-4), lastUsedAt: { not: null } };
  await expect.poll(() => db.accessToken.count({ where })).toBe(1);
  await db.accessToken.updateMany({
    where: { ending: other.slice(-4) },
    data: { revokedAt: new Date() },
  });
  await draw(turn.id);
  expect((await waiting).status).toBe(401);
});

test("prompt and key suffice: the shape comes from the prompt, the rest from the base image", async () => {
  const first = await send({ prompt: "A lighthouse, 16:9", settings: { variations: 2 } });
  expect(first.turn.settings).toMatchObject({ shape: "16:9", variations: 2, tier: null });
  await draw(first.turn.id);
  const [image] = await db.image.findMany({
    where: { generation: { turnId: first.turn.id } },
  });
  const next = await send({ prompt: "Make it night", baseImageId: image?.id });
  expect(next.turn).toMatchObject({
    threadId: first.turn.threadId,
    parentTurnId: first.turn.id,
    settings: { shape: "16:9", variations: 1 },
  });
  const upload = await makeImage(ada);
  expect((await send({ prompt: "Brighter", baseImageId: upload.id })).turn).toMatchObject({
    parentTurnId: null,
    settings: { shape: "3:2" },
  });
  const after = await send({ prompt: "And then", parentTurnId: next.turn.id });
  expect(after.turn.threadId).toBe(first.turn.threadId);
});

test("a complete body is kept as it is", async () => {
  const body = turnBody({ prompt: "A boat, 16:9" });
  expect((await send(body)).turn.settings).toEqual(body.settings);
});
