import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { loadLine } from "@/lib/server/domain/queue/load-line";
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
  await db.upstreamLimit.deleteMany();
  await db.upstreamLimit.create({ data: { upstream: "sandbox", allowed: 1 } });
});

async function send(actor: Actor): Promise<string> {
  const { turn } = await createTurn(actor, turnBody(), { clock: systemClock });
  return turn.generations[0]?.id ?? "";
}

const positionsOf = async (actor: Actor) =>
  Object.fromEntries(
    (await loadLine(actor, { clock: systemClock })).places.map(({ generationId, place }) => [
      generationId,
      place,
    ]),
  );

test("members see only their own positions, counted over everyone", async () => {
  await send(ada);
  await claimNext(1);
  const [second, third] = [await send(ada), await send(ada)];
  const evesGeneration = await send(eve);
  expect(await positionsOf(ada)).toEqual({ [second]: 2, [third]: 3 });
  expect(await positionsOf(eve)).toEqual({ [evesGeneration]: 1 });
});

test("a generation with a free slot has no queue position", async () => {
  await send(ada);
  expect(await positionsOf(ada)).toEqual({});
});

test("positions of a private thread are visible to its creator alone, also in a shared workspace", async () => {
  await send(ada);
  await claimNext(1);
  const waiting = await send(ada);
  const guest: Actor = {
    ...eve,
    workspaceId: ada.workspaceId,
    role: "member",
    roles: new Map([[ada.workspaceId, "member"]]),
  };
  expect(await positionsOf(guest)).toEqual({});
  await db.thread.updateMany({ data: { visibility: "workspace" } });
  expect(await positionsOf(guest)).toEqual({ [waiting]: 1 });
  await db.thread.updateMany({ data: { visibility: "private" } });
});

test("the expected start follows from the usual time, and is omitted without one", async () => {
  await send(ada);
  const [lease] = await claimNext(1);
  const waiting = await send(ada);
  const [unknown] = (await loadLine(ada, { clock: systemClock })).places;
  expect(unknown).toEqual({ generationId: waiting, place: 1, startsAt: null });

  const done = await send(eve);
  const finishedAt = new Date();
  await db.generation.update({
    where: { id: done },
    data: { state: "succeeded", sentAt: new Date(finishedAt.getTime() - 60_000), finishedAt },
  });
  const { claimedAt } = await db.generation.findUniqueOrThrow({
    where: { id: lease?.generationId ?? "" },
    select: { claimedAt: true },
  });
  const afterMs = (ms: number) => new Date((claimedAt?.getTime() ?? 0) + ms);
  const [known] = (await loadLine(ada, { clock: { now: () => afterMs(20_000) } })).places;
  expect(known?.startsAt).toBe(afterMs(60_000).toISOString());
});
