import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db, inTransaction } from "@/lib/server/db";
import { announceGenerations } from "@/lib/server/domain/announcements/announce";
import { createTurn } from "@/lib/server/domain/turns/create";
import { waitForTurn } from "@/lib/server/domain/turns/watch";
import { eventHub } from "@/lib/server/events/hub";
import type { GenerationState } from "@/lib/server/generated/prisma/client";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

let ada: Actor;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor();
});
afterAll(async () => {
  await eventHub().close();
  await closeDatabase();
});

const settings = { ...turnBody().settings, variations: 2 };
const withTimeout = () => ({ signal: AbortSignal.timeout(20_000) });

async function sendTurn() {
  const { turn } = await createTurn(ada, turnBody({ settings }), { clock: systemClock });
  return turn;
}

async function move(generationId: string, state: GenerationState): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.generation.update({ where: { id: generationId }, data: { state } });
    await announceGenerations(tx, ada.workspaceId, [generationId], { withThread: false });
  });
}

test("resolves when every variation has ended, and reports each state change once", async () => {
  const turn = await sendTurn();
  const [first, second] = turn.generations.map(({ id }) => id);
  const seen: string[] = [];
  const isOver = vi.fn();
  const waiting = waitForTurn(ada.workspaceId, turn.id, {
    ...withTimeout(),
    onMove: (states) => seen.push(states.join()),
  }).then(isOver);
  await expect.poll(() => seen).toEqual(["queued,queued"]);
  await move(first ?? "", "succeeded");
  await expect.poll(() => seen).toHaveLength(2);
  expect(isOver).not.toHaveBeenCalled();
  await move(second ?? "", "failed");
  await waiting;
  expect(seen).toEqual(["queued,queued", "succeeded,queued", "succeeded,failed"]);
});

test("many waits share one query", async () => {
  const turns = await Promise.all(Array.from({ length: 20 }, sendTurn));
  const query = vi.spyOn(db.generation, "findMany");
  const waiting = turns.map((turn) => waitForTurn(ada.workspaceId, turn.id, withTimeout()));
  await db.generation.updateMany({ data: { state: "unknown" } });
  const id = turns[0]?.generations[0]?.id ?? "";
  await inTransaction((tx) =>
    announceGenerations(tx, ada.workspaceId, [id], { withThread: false }),
  );
  await Promise.all(waiting);
  expect(query.mock.calls.length).toBeLessThan(6);
  query.mockRestore();
});

test("an aborted wait gets no more calls, and an ended or missing turn resolves at once", async () => {
  const turn = await sendTurn();
  const gone = new AbortController();
  const waiting = waitForTurn(ada.workspaceId, turn.id, { signal: gone.signal });
  gone.abort(new Error("hung up"));
  await expect(waiting).rejects.toThrow("hung up");
  await db.generation.updateMany({ where: { turnId: turn.id }, data: { state: "succeeded" } });
  await waitForTurn(ada.workspaceId, turn.id, withTimeout());
  await db.thread.delete({ where: { id: turn.threadId } });
  await waitForTurn(ada.workspaceId, turn.id, withTimeout());
});

test("one generation can be awaited alone, and a retried one counts as ended", async () => {
  const turn = await sendTurn();
  const [first, second] = turn.generations.map(({ id }) => id);
  if (first === undefined || second === undefined) throw new Error("two were sent");
  const areOver = [vi.fn(), vi.fn()];
  const waiting = [first, second].map((generationId, index) =>
    waitForTurn(ada.workspaceId, turn.id, { ...withTimeout(), generationId }).then(areOver[index]),
  );
  await move(second, "failed");
  await waiting[1];
  expect(areOver[0]).not.toHaveBeenCalled();
  await db.generation.update({ where: { id: first }, data: { supersededAt: new Date() } });
  await move(second, "failed");
  await waiting[0];
});
