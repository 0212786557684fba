import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import type { Lease } from "@/lib/server/domain/queue/lease";
import { markReceived, markSent } from "@/lib/server/domain/generations/transitions";
import { receivedFacts, sentFacts } from "@/lib/server/domain/generations/transitions.fixtures";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { fairOrder } from "@/lib/server/domain/queue/fair-order";
import { laneOf } from "@/lib/server/domain/queue/lanes";
import { noteCallWentWell, noteSaturated } from "@/lib/server/domain/queue/limit";
import { createTurn } from "@/lib/server/domain/turns/create";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

let ada: Actor;
let eve: Actor;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor("Ada");
  eve = await makeActor("Eve");
});

beforeEach(async () => {
  await db.generation.deleteMany();
  await allow(8);
});

async function allow(allowed: number) {
  const limit = { allowed, halvedAt: null };
  await db.upstreamLimit.upsert({
    where: { upstream: "sandbox" },
    create: { upstream: "sandbox", ...limit },
    update: limit,
  });
}

const readAllowed = async () =>
  (await db.upstreamLimit.findUniqueOrThrow({ where: { upstream: "sandbox" } })).allowed;

async function queue(actor: Actor, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 8) {
    const { settings } = turnBody();
    const variations = Math.min(8, left);
    await createTurn(actor, turnBody({ settings: { ...settings, variations } }), {
      clock: systemClock,
    });
  }
}

/** The call gets its answer and frees its slot. */
async function answer(lease: Lease): Promise<void> {
  await markSent(lease, new Date(), { ...sentFacts(), upstream: "sandbox" });
  await markReceived(lease, receivedFacts());
}

const creatorOf = async (lease: Lease) =>
  (await db.generation.findUniqueOrThrow({ where: { id: lease.generationId } })).createdById;

async function claimOne(): Promise<Lease> {
  const [lease] = await claimNext(1);
  if (lease === undefined) throw new Error("there was no free slot");
  return lease;
}

test("a colleague's single image takes the next free slot ahead of a batch of forty", async () => {
  await queue(ada, 40);
  const first = await claimNext(100);
  expect(first).toHaveLength(8);
  await queue(eve, 1);
  expect(await claimNext(100)).toEqual([]);
  await answer(first[0]!);
  const next = await claimNext(100);
  expect(await Promise.all(next.map(creatorOf))).toEqual([eve.userId]);
});

test("with one slot, members take turns", async () => {
  await allow(1);
  await queue(ada, 5);
  const served: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    const lease = await claimOne();
    served.push(await creatorOf(lease));
    if (n === 0) await queue(eve, 2);
    await answer(lease);
  }
  expect(served).toEqual([ada.userId, eve.userId, ada.userId, eve.userId]);
});

test("slots that become free together are shared out in turn", async () => {
  await queue(ada, 20);
  await queue(eve, 3);
  const creators = await Promise.all((await claimNext(6)).map(creatorOf));
  expect(creators.filter((createdBy) => createdBy === eve.userId)).toHaveLength(3);
});

test("many concurrent runners never exceed the limit", async () => {
  await allow(5);
  await queue(ada, 30);
  await queue(eve, 10);
  const rounds = await Promise.all(Array.from({ length: 12 }, () => claimNext(4)));
  const claimed = rounds.flat();
  expect(claimed).toHaveLength(5);
  expect(new Set(claimed.map((lease) => lease.generationId)).size).toBe(5);
  await Promise.all(claimed.slice(0, 2).map(answer));
  const again = await Promise.all(Array.from({ length: 12 }, () => claimNext(4)));
  expect(again.flat()).toHaveLength(2);
});

test("a call cancelled after it was sent keeps its slot", async () => {
  await allow(1);
  await queue(ada, 2);
  const lease = await claimOne();
  const facts = { ...sentFacts(), upstream: "sandbox" };
  await markSent(lease, new Date(), facts);
  const where = { id: lease.generationId };
  await db.generation.update({ where, data: { state: "cancelled" } });
  expect(await claimNext(1)).toEqual([]);
  await db.generation.update({ where, data: { leaseUntil: new Date(0) } });
  expect(await claimNext(1)).toHaveLength(1);
});

test("a generation that waits for its retry has no queue position until then", async () => {
  await queue(ada, 1);
  await db.generation.updateMany({ data: { retryAt: new Date(Date.now() + 60_000) } });
  expect(await claimNext(1)).toEqual([]);
  await db.generation.updateMany({ data: { retryAt: new Date(Date.now() - 1_000) } });
  expect(await claimNext(1)).toHaveLength(1);
});

test("the limit grows while in use, and a saturated upstream halves it once per burst", async () => {
  await allow(4);
  await queue(ada, 6);
  await noteCallWentWell(laneOf(true));
  expect(await readAllowed()).toBe(4);
  const claimed = await claimNext(10);
  await answer(claimed[0]!);
  await noteCallWentWell(laneOf(true));
  expect(await readAllowed()).toBe(4.25);
  const now = new Date();
  const sentAt = new Date(now.getTime() - 1_000);
  await Promise.all([1, 2, 3].map(() => noteSaturated(laneOf(true), sentAt, now)));
  expect(await readAllowed()).toBe(2.125);
  expect(await claimNext(10)).toEqual([]);
});

type PlanNode = {
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Join Filter"?: number;
  Plans?: PlanNode[];
};

/** Rows that a plan read or compared, over all its steps. */
function rowsVisited(node: PlanNode): number {
  const perLoop =
    node["Actual Rows"] +
    (node["Rows Removed by Filter"] ?? 0) +
    (node["Rows Removed by Join Filter"] ?? 0);
  const below = (node.Plans ?? []).reduce((sum, child) => sum + rowsVisited(child), 0);
  return perLoop * node["Actual Loops"] + below;
}

test("with thousands waiting, a claim visits each a fixed number of times and stays fair", async () => {
  await queue(ada, 8);
  const copies = 5_000;
  await db.$executeRaw`
    INSERT INTO "Generation"
    SELECT (jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid(), 'tryNumber', n))).*
    FROM "Generation" g, generate_series(1, ${copies}::int) n
    WHERE g.id = (SELECT id FROM "Generation" WHERE state = 'queued' LIMIT 1)`;
  await db.$executeRaw`ANALYZE "Generation"`;
  expect(await creatorOf(await claimOne())).toBe(ada.userId);
  await queue(eve, 1);
  const [explained] = await db.$queryRaw<{ "QUERY PLAN": [{ Plan: PlanNode }] }[]>`
    EXPLAIN (ANALYZE, FORMAT JSON) ${fairOrder(laneOf(true))}`;
  const visited = rowsVisited(explained!["QUERY PLAN"][0].Plan);
  expect(visited).toBeLessThan(20 * copies);
  expect(await creatorOf(await claimOne())).toBe(eve.userId);
});
