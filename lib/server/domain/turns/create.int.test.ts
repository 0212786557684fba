import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { currentDatabaseUse, withDatabaseUse } from "@/lib/server/db/pools";
import { brandId } from "@/lib/server/domain/brand";
import { loadThreadPage } from "@/lib/server/domain/threads/page";
import { onQueueWake } from "@/lib/server/domain/queue/wake";
import { createTurn } from "@/lib/server/domain/turns/create";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

let ada: Actor;
let eve: Actor;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor("Ada");
  eve = await makeActor("Eve");
});

async function countRows() {
  const [turns, threads, generations, jobs] = await Promise.all([
    db.turn.count(),
    db.thread.count(),
    db.generation.count(),
    db.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM graphile_worker.jobs`,
  ]);
  return { turns, threads, generations, jobs: Number(jobs[0]?.n) };
}

test("a first turn creates a thread and queues one generation and one job per variation", async () => {
  const before = await countRows();
  const body = turnBody();
  const { turn, thread } = await createTurn(
    ada,
    {
      ...body,
      settings: { ...body.settings, variations: 3 },
    },
    { clock: systemClock },
  );
  expect(thread.title).toBe("An old lighthouse at dusk");
  expect(thread.underWay).toBe(3);
  expect(thread.settings.variations).toBe(1);
  expect(turn.settings.variations).toBe(3);
  expect(turn.generations.map((generation) => generation.state)).toEqual([
    "queued",
    "queued",
    "queued",
  ]);
  const after = await countRows();
  expect(after).toEqual({
    turns: before.turns + 1,
    threads: before.threads + 1,
    generations: before.generations + 3,
    jobs: before.jobs + 3,
  });
});

test("a thread is named by the subject of its prompt, and differs from threads in the same list", async () => {
  const titleFor = async (actor: Actor, visibility: "private" | "workspace") => {
    const prompt = "Please draw me a picture of an orchard in blossom, as a woodcut";
    const body = { ...turnBody(), prompt, visibility };
    return (await createTurn(actor, body, { clock: systemClock })).thread.title;
  };
  expect(await titleFor(ada, "workspace")).toBe("Orchard in blossom");
  expect(await titleFor(ada, "workspace")).toBe("Orchard in blossom 2");
  expect(await titleFor(ada, "workspace")).toBe("Orchard in blossom 3");
  // Another list, and another workspace.
  expect(await titleFor(ada, "private")).toBe("Orchard in blossom");
  expect(await titleFor(eve, "workspace")).toBe("Orchard in blossom");
});

test("a new turn wakes this process's queue once it is committed, and a repeat does not", async () => {
  const body = turnBody();
  const seen: Promise<number>[] = [];
  const stop = onQueueWake(() => {
    // On another connection, which sees what is committed.
    seen.push(db.turn.count({ where: { idempotencyKey: body.idempotencyKey } }));
  });
  await createTurn(ada, body, { clock: systemClock });
  await createTurn(ada, body, { clock: systemClock });
  stop();
  await createTurn(ada, turnBody(), { clock: systemClock });
  expect(await Promise.all(seen)).toEqual([1]);
});

test("the queue's work does not run on the connections of the request that woke it", async () => {
  const uses: string[] = [];
  const stop = withDatabaseUse("upkeep", () => onQueueWake(() => uses.push(currentDatabaseUse())));
  await withDatabaseUse("requests", () => createTurn(ada, turnBody(), { clock: systemClock }));
  stop();
  expect(uses).toEqual(["upkeep"]);
});

test("five concurrent requests with one idempotency key create one turn", async () => {
  const body = turnBody();
  const before = await countRows();
  const all = await Promise.all(
    Array.from({ length: 5 }, () => createTurn(ada, body, { clock: systemClock })),
  );
  expect(new Set(all.map(({ turn }) => turn.id)).size).toBe(1);
  const after = await countRows();
  expect(after.turns - before.turns).toBe(1);
  expect(after.threads - before.threads).toBe(1);
  expect(after.jobs - before.jobs).toBe(1);
});

test("an idempotency key used for another prompt is refused", async () => {
  const body = turnBody();
  await createTurn(ada, body, { clock: systemClock });
  await expect(
    createTurn(ada, { ...body, prompt: "Something else" }, { clock: systemClock }),
  ).rejects.toMatchObject({
    code: "invalid_idempotency",
  });
});

test("another workspace's ids and missing ids answer alike and change nothing", async () => {
  const { turn, thread } = await createTurn(ada, turnBody(), { clock: systemClock });
  const image = await makeImage(ada);
  const before = await countRows();
  const attempts = [
    turnBody({ threadId: thread.id, parentTurnId: turn.id }),
    turnBody({ threadId: brandId(randomUUID()) }),
    turnBody({ baseImageId: image.id }),
    turnBody({ referenceIds: [image.id] }),
    turnBody({ referenceIds: [brandId(randomUUID())] }),
    turnBody({ parentTurnId: turn.id }),
  ];
  for (const body of attempts) {
    await expect(createTurn(eve, body, { clock: systemClock })).rejects.toMatchObject({
      code: "not_found",
    });
  }
  expect(await countRows()).toEqual(before);
});

test("a parent turn from another of the actor's threads is refused", async () => {
  const first = await createTurn(ada, turnBody(), { clock: systemClock });
  const second = await createTurn(ada, turnBody(), { clock: systemClock });
  const body = turnBody({ threadId: second.thread.id, parentTurnId: first.turn.id });
  await expect(createTurn(ada, body, { clock: systemClock })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("an empty prompt, an unknown model and too many references have their own problem codes", async () => {
  const image = await makeImage(ada);
  const before = await countRows();
  const settings = turnBody().settings;
  const cases = [
    [turnBody({ prompt: " \n " }), "empty_prompt"],
    [turnBody({ prompt: "\u200b\u3000\ufeff" }), "empty_prompt"],
    [turnBody({ settings: { ...settings, model: "nobody" } }), "unknown_model"],
    [
      turnBody({ settings: { ...settings, model: "gpt-image-2-all", tier: "2K" } }),
      "size_not_offered",
    ],
    [
      turnBody({
        baseImageId: image.id,
        referenceIds: Array.from({ length: 16 }, () => image.id),
      }),
      "too_many_references",
    ],
  ] as const;
  for (const [body, code] of cases) {
    await expect(createTurn(ada, body, { clock: systemClock })).rejects.toMatchObject({ code });
  }
  expect(await countRows()).toEqual(before);
});

test("a page shows one path with siblings, and follows the selected branch", async () => {
  const root = await createTurn(ada, turnBody(), { clock: systemClock });
  const at = { threadId: root.thread.id, parentTurnId: root.turn.id };
  const left = await createTurn(ada, turnBody({ ...at, prompt: "Make it night" }), {
    clock: systemClock,
  });
  const right = await createTurn(ada, turnBody({ ...at, prompt: "Make it dawn" }), {
    clock: systemClock,
  });
  const newest = await loadThreadPage(ada, root.thread.id, {});
  expect(newest.path.map((turn) => turn.id)).toEqual([root.turn.id, right.turn.id]);
  expect(newest.siblings).toEqual({ [right.turn.id]: [left.turn.id, right.turn.id] });
  const other = await loadThreadPage(ada, root.thread.id, { at: left.turn.id });
  expect(other.path.map((turn) => turn.id)).toEqual([root.turn.id, left.turn.id]);
  await expect(loadThreadPage(eve, root.thread.id, {})).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a long path is paged by twelve turns", async () => {
  let last = await createTurn(ada, turnBody(), { clock: systemClock });
  const ids = [last.turn.id];
  for (let step = 1; step < 30; step += 1) {
    const at = { threadId: last.thread.id, parentTurnId: last.turn.id };
    last = await createTurn(ada, turnBody({ ...at, prompt: `Step ${step}` }), {
      clock: systemClock,
    });
    ids.push(last.turn.id);
  }
  const page = await loadThreadPage(ada, last.thread.id, {});
  expect(page.path.map((turn) => turn.id)).toEqual(ids.slice(18));
  expect(page.hasEarlier).toBe(true);
  const earlier = await loadThreadPage(ada, last.thread.id, { before: page.path[0]?.id });
  expect(earlier.path.map((turn) => turn.id)).toEqual(ids.slice(6, 18));
});
