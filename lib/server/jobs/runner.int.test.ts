import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { BulkActId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { loadBulkAct, startBulkAct } from "@/lib/server/domain/bulk/commands";
import { createTurn } from "@/lib/server/domain/turns/create";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { type JobRunner, startRunner } from "@/lib/server/jobs/runner";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

/** Runners as in worker processes, on one database and one upstream. */

const LIMIT = 3;

/** Hoisted, because settings are read once, on first import. */
const upstream = await vi.hoisted(async () => {
  const { beginUpstream } = await import("@/scripts/testing/scripted-upstream");
  process.env["UPSTREAM_CONCURRENCY"] = "3";
  process.env["WORKER_CONCURRENCY"] = "3";
  return beginUpstream();
});

let ada: Actor;
let eve: Actor;
let runners: JobRunner[] = [];

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor("Ada");
  eve = await makeActor("Eve");
});
beforeEach(async () => {
  await db.generation.deleteMany();
  await db.upstreamLimit.deleteMany();
  upstream.reset();
});
afterEach(async () => {
  upstream.reset();
  await Promise.all(runners.map((runner) => runner.stop(0)));
  runners = [];
});
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

async function start(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) runners.push(await startRunner());
}

/** Each call waits at a gate of its own, "1" for the first. */
function hold(count: number): void {
  upstream.script(
    Array.from({ length: count }, (_, n) => ({ gate: String(n + 1), status: 400, json: {} })),
  );
}

async function send(actor: Actor, prompt: string, variations = 1): Promise<void> {
  const settings = { ...turnBody().settings, variations };
  await createTurn(actor, turnBody({ prompt, settings }), { clock: systemClock });
}

const callsAre = (count: number) =>
  vi.waitFor(() => expect(upstream.calls()).toHaveLength(count), { timeout: 20_000 });
const statesAre = (expected: Record<string, number>) =>
  vi.waitFor(
    async () => {
      const rows = await db.generation.groupBy({ by: ["state"], _count: true });
      expect(Object.fromEntries(rows.map((row) => [row.state, row._count]))).toEqual(expected);
    },
    { timeout: 20_000 },
  );

test("two runners keep one limit, and each free slot goes to the next in the queue", async () => {
  hold(8);
  await start(2);
  await send(ada, "Ada's batch", 6);
  await callsAre(LIMIT);
  await send(eve, "Eve's single one");
  await statesAre({ sent: LIMIT, queued: 4 });
  upstream.release("1");
  await callsAre(LIMIT + 1);
  expect(JSON.stringify(upstream.calls().at(-1)?.body)).toContain("Eve's single one");
  await statesAre({ sent: LIMIT, queued: 3, failed: 1 });
  for (let gate = 2; gate <= 7; gate += 1) upstream.release(String(gate));
  await statesAre({ failed: 7 });
});

test("aborted calls: sent ones are unknown, queued ones untouched, nothing is sent again", async () => {
  hold(LIMIT);
  await start(1);
  await send(ada, "Under way", LIMIT);
  await callsAre(LIMIT);
  await send(eve, "Waits");
  await statesAre({ sent: LIMIT, queued: 1 });
  const [runner] = runners;
  const stopped = runner?.stop(60_000);
  runner?.hurry();
  await stopped;
  runners = [];
  await statesAre({ unknown: LIMIT, queued: 1 });
  const given = await db.generation.findFirstOrThrow({ where: { state: "unknown" } });
  expect(given).toMatchObject({
    billed: "unknown",
    failureCode: "unknown_outcome",
    leaseToken: null,
  });
  expect(upstream.calls()).toHaveLength(LIMIT);

  await start(1);
  await callsAre(LIMIT + 1);
  await statesAre({ unknown: LIMIT, succeeded: 1 });
});

test("a worker finishes an act on many images, and goes on with one that another left", async () => {
  const { id: imageId } = await makeImage(ada);
  const act = () => startBulkAct(ada, { action: "favourite", imageIds: [imageId] });
  const stateOf = async (id: BulkActId) => (await loadBulkAct(ada, id)).state;
  // Waits in the queue, as after a crash.
  const before = await act();
  await start(2);
  await vi.waitFor(async () => expect(await stateOf(before.id)).toBe("done"), 20_000);
  const during = await act();
  await vi.waitFor(async () => expect(await stateOf(during.id)).toBe("done"), 20_000);
  expect(await db.favourite.count({ where: { userId: ada.userId } })).toBe(1);
});
