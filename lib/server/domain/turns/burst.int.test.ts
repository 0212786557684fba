import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { QUEUED_TURNS_MAX } from "@/lib/contracts/limits";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { databasePool, withDatabaseUse } from "@/lib/server/db/pools";
import { closeDatabase, db, inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { retryGeneration } from "@/lib/server/domain/generations/commands";
import { extendLeases } from "@/lib/server/domain/queue/lease";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { createTurn } from "@/lib/server/domain/turns/create";
import { toProblem } from "@/lib/server/errors";
import { problemResponse } from "@/lib/server/http/problem";
import { readEvents } from "@/lib/server/events/read";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { turnBody } from "@/scripts/testing/turn-body";

let people: Actor[];

beforeAll(prepareQueue);
beforeEach(async () => {
  await db.generation.deleteMany();
  const { id } = await makeTeam();
  people = [];
  for (const name of ["Ada", "Ben", "Cy", "Dee", "Eve"]) {
    people.push(await addMember(id, "member", name));
  }
});
afterAll(closeDatabase);

const first = () => {
  const [person] = people;
  if (person === undefined) throw new Error("there are five");
  return person;
};

test("five hundred concurrent turns by five members are all accepted, and their events have no gaps", async () => {
  const sent = people.flatMap((person) =>
    Array.from({ length: 100 }, () => createTurn(person, turnBody(), { clock: systemClock })),
  );
  const created = await Promise.all(sent);
  expect(new Set(created.map(({ turn }) => turn.id)).size).toBe(500);
  const { workspaceId, userId } = first();
  expect(await db.generation.count({ where: { workspaceId, state: "queued" } })).toBe(500);
  const { eventSeq } = await db.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  expect(await db.event.count({ where: { workspaceId } })).toBe(Number(eventSeq));
  // Each person's stream delivers their own hundred events, in commit order.
  let cursor = 0n;
  let received = 0;
  for (;;) {
    const batch = await readEvents(workspaceId, userId, cursor);
    if (batch.kind === "reset" || batch.events.length + Number(batch.hasMore) === 0) break;
    received += batch.events.length;
    cursor = batch.cursor;
  }
  expect(received).toBe(100);
}, 300_000);

test("heartbeats and claims continue while requests use all their connections, and vice versa", async () => {
  await createTurn(first(), turnBody(), { clock: systemClock });
  const pool = databasePool("requests");
  const held = await Promise.all(
    Array.from({ length: pool.options.max ?? 0 }, () => pool.connect()),
  );
  const leases = await withDatabaseUse("upkeep", () => claimNext(1));
  expect(leases).toHaveLength(1);
  const tokens = leases.map(({ token }) => token);
  expect(await withDatabaseUse("upkeep", () => extendLeases(tokens))).toEqual(new Set(tokens));
  for (const client of held) client.release();

  const busy = ["upkeep", "work"] as const;
  const background = await Promise.all(
    busy.flatMap((use) =>
      Array.from({ length: databasePool(use).options.max ?? 0 }, () => databasePool(use).connect()),
    ),
  );
  await createTurn(first(), turnBody(), { clock: systemClock });
  for (const client of background) client.release();
});

test("a transaction uses the connection pool of the code that began it", async () => {
  const nameOf = () =>
    inTransaction(async (tx) => {
      const [row] = await tx.$queryRaw<{ name: string }[]>`
        SELECT current_setting('application_name') AS name`;
      return row?.name;
    });
  expect(await nameOf()).toBe("pentimento");
  expect(await withDatabaseUse("work", nameOf)).toBe("pentimento work");
  expect(await withDatabaseUse("upkeep", nameOf)).toBe("pentimento upkeep");
});

/** Fills one person's share of the queue with copies of one turn. */
async function fillQueue(person: Actor): Promise<void> {
  const { turn } = await createTurn(person, turnBody(), { clock: systemClock });
  const [row] = await db.generation.findMany({ where: { turnId: turn.id } });
  if (row === undefined) throw new Error("a turn has a generation");
  const { id: _, ...generation } = { ...row, usage: undefined, upstreamRequestIds: undefined };
  const { id: __, ...copy } = await db.turn.findUniqueOrThrow({ where: { id: turn.id } });
  const turns = await db.turn.createManyAndReturn({
    data: Array.from({ length: QUEUED_TURNS_MAX - 1 }, () => ({
      ...copy,
      settings: turnBody().settings,
      mentions: [],
      idempotencyKey: crypto.randomUUID(),
    })),
    select: { id: true },
  });
  await db.generation.createMany({
    data: turns.map(({ id }) => ({ ...generation, turnId: id, earlierAttempts: [] })),
  });
}

test("a turn beyond a person's share of the queue is refused with Retry-After, and others' turns are accepted", async () => {
  const [ada, ben] = people as [Actor, Actor];
  await fillQueue(ada);
  const key = crypto.randomUUID();
  const refused = await createTurn(ada, turnBody({ idempotencyKey: key }), {
    clock: systemClock,
  }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "too_many_queued" });
  const response = problemResponse(toProblem(refused, "1"));
  expect(response.status).toBe(429);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await db.turn.count({ where: { idempotencyKey: key } })).toBe(0);
  await createTurn(ben, turnBody(), { clock: systemClock });

  const [waiting, failed] = await db.generation.findMany({
    where: { createdById: ada.userId },
    take: 2,
  });
  await db.generation.update({
    where: { id: failed?.id },
    data: { state: "failed", billed: "no" },
  });
  await createTurn(ada, turnBody({ idempotencyKey: key }), { clock: systemClock });
  const again = retryGeneration(
    ada,
    { generationId: brandId(failed?.id ?? ""), mayPayAgain: false },
    { clock: systemClock },
  );
  await expect(again).rejects.toMatchObject({ code: "too_many_queued" });
  await db.generation.update({ where: { id: waiting?.id }, data: { state: "cancelled" } });
  await retryGeneration(
    ada,
    { generationId: brandId(failed?.id ?? ""), mayPayAgain: false },
    { clock: systemClock },
  );
});
