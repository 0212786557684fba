import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import {
  cancelGeneration,
  keepGeneration,
  retryGeneration,
} from "@/lib/server/domain/generations/commands";
import { claimReceived, type Lease } from "@/lib/server/domain/queue/lease";
import { LeaseLost, markReceived, markSent } from "@/lib/server/domain/generations/transitions";
import { receivedFacts, sentFacts } from "@/lib/server/domain/generations/transitions.fixtures";
import { markSucceeded } from "@/lib/server/domain/generations/succeed";
import { lookAgain } from "@/lib/server/domain/generations/look-again";
import { recoverGenerations } from "@/lib/server/domain/generations/recover";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { storePicture } from "@/lib/server/domain/images/ingest";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { withIncomingFile } from "@/lib/server/domain/images/upload";
import { createTurn } from "@/lib/server/domain/turns/create";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { answerHead } from "@/lib/server/upstream/send/spool.fixtures";
import { writeHead } from "@/lib/server/upstream/send/spool";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";
import sharp from "sharp";

let ada: Actor;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor();
});

beforeEach(async () => {
  await db.generation.deleteMany();
  await db.$executeRaw`DELETE FROM graphile_worker._private_jobs`;
});

async function makeGeneration() {
  const { turn } = await createTurn(ada, turnBody(), { clock: systemClock });
  const [generation] = turn.generations;
  if (generation === undefined) throw new Error("a turn has a generation");
  return generation;
}

async function claim(id: string): Promise<Lease> {
  const lease = (await claimNext(10)).find(({ generationId }) => generationId === id);
  if (lease === undefined) throw new Error("could not claim");
  return lease;
}

const dropJobs = () => db.$executeRaw`DELETE FROM graphile_worker._private_jobs`;
const countJobs = async () =>
  Number(
    (await db.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM graphile_worker.jobs`)[0]?.n,
  );
const expire = (id: string) =>
  db.$executeRaw`UPDATE "Generation" SET "leaseUntil" = now() - interval '1 s' WHERE id = ${id}::uuid`;
const read = (id: string) =>
  db.generation.findUniqueOrThrow({ where: { id }, include: { images: true } });
const change = (id: string, data: Prisma.GenerationUncheckedUpdateInput) =>
  db.generation.update({ where: { id }, data });

async function makePicture() {
  const create = { width: 30, height: 20, channels: 3 as const, background: "#336699" };
  const bytes = await sharp({ create }).png().toBuffer();
  return withIncomingFile(async (path) => {
    await writeFile(path, bytes);
    return storePicture(path);
  });
}

async function spoolAnswer(name: string, receivedAt: number | null, body = "{}") {
  await mkdir(spoolFolder(), { recursive: true });
  const path = join(spoolFolder(), name);
  await writeFile(path, body);
  await writeHead(
    path,
    answerHead({ receivedAt, bytes: body.length, complete: receivedAt !== null }),
  );
}

test("of concurrent claims one gets the generation", async () => {
  await makeGeneration();
  const leases = await Promise.all([claimNext(10), claimNext(10), claimNext(10)]);
  expect(leases.flat()).toHaveLength(1);
});

test("an expired claimed generation is queued again with a job", async () => {
  const { id } = await makeGeneration();
  await claim(id);
  await dropJobs();
  expect(await recoverGenerations()).toEqual({ requeued: 0, resumed: 0, unknown: 0 });
  await expire(id);
  expect(await recoverGenerations()).toEqual({ requeued: 1, resumed: 0, unknown: 0 });
  expect(await read(id)).toMatchObject({ state: "queued", leaseToken: null });
  expect(await countJobs()).toBe(1);
});

test("an expired sent generation becomes unknown without a job", async () => {
  const { id } = await makeGeneration();
  await markSent(await claim(id), new Date(), sentFacts());
  await dropJobs();
  await expire(id);
  expect(await recoverGenerations()).toEqual({ requeued: 0, resumed: 0, unknown: 1 });
  expect(await read(id)).toMatchObject({ state: "unknown", failureCode: "unknown_outcome" });
  expect(await countJobs()).toBe(0);
});

test("an expired sent generation resumes if its complete answer is on disk", async () => {
  const { id } = await makeGeneration();
  const facts = sentFacts();
  await markSent(await claim(id), new Date(), facts);
  await spoolAnswer(facts.spoolName, 5);
  await dropJobs();
  await expire(id);
  expect(await recoverGenerations()).toEqual({ requeued: 0, resumed: 1, unknown: 0 });
  expect(await read(id)).toMatchObject({ state: "received" });
  expect(await countJobs()).toBe(1);
  // The runner that took the job died before it claimed the row.
  await dropJobs();
  expect(await recoverGenerations()).toEqual({ requeued: 0, resumed: 1, unknown: 0 });
  expect(await countJobs()).toBe(1);
  expect(await claimReceived(id)).not.toBeNull();
});

test("a truncated answer on disk leaves the generation unknown", async () => {
  const { id } = await makeGeneration();
  const facts = sentFacts();
  await markSent(await claim(id), new Date(), facts);
  await spoolAnswer(facts.spoolName, null, '{"data":[{"b64_json":"iVBOR');
  await expire(id);
  expect(await recoverGenerations()).toMatchObject({ unknown: 1 });
});

test("an expired received generation resumes from the spool and is never sent again", async () => {
  const { id } = await makeGeneration();
  const lease = await claim(id);
  await markSent(lease, new Date(), sentFacts());
  await markReceived(lease, receivedFacts());
  await dropJobs();
  await expire(id);
  expect(await recoverGenerations()).toEqual({ requeued: 0, resumed: 1, unknown: 0 });
  expect(await claimNext(10)).toEqual([]);
  expect(await claimReceived(id)).not.toBeNull();
});

test("a queued generation whose job is lost can be claimed", async () => {
  const { id } = await makeGeneration();
  await dropJobs();
  expect(await claim(id)).toMatchObject({ generationId: id });
});

test("a generation cancelled before sending is neither sent nor billed", async () => {
  const generation = await makeGeneration();
  const lease = await claim(generation.id);
  await cancelGeneration(ada, generation.id, { clock: systemClock });
  await expect(markSent(lease, new Date(), sentFacts())).rejects.toBeInstanceOf(LeaseLost);
  expect(await read(generation.id)).toMatchObject({
    state: "cancelled",
    billed: "no",
    sentAt: null,
  });
});

test("the answer of a generation cancelled after sending is stored and can be kept", async () => {
  const generation = await makeGeneration();
  const lease = await claim(generation.id);
  await markSent(lease, new Date(), sentFacts());
  expect(await cancelGeneration(ada, generation.id, { clock: systemClock })).toMatchObject({
    state: "cancelled",
  });
  expect(await markReceived(lease, receivedFacts())).toBe(true);
  await markSucceeded(lease, new Date(), await makeOutcome());
  expect(await read(generation.id)).toMatchObject({ state: "cancelled", costMicroUsd: 30_000 });
  const kept = await keepGeneration(ada, generation.id);
  expect(kept).toMatchObject({ state: "succeeded", billed: "yes" });
  expect(kept.images).toHaveLength(1);
});

async function makeOutcome() {
  return {
    pictures: [await makePicture()],
    prompt: "A prompt",
    createdById: ada.userId,
    parentImageId: null,
    askedSize: null,
    collectionId: null,
    costMicroUsd: 30_000,
    parsedAt: new Date(),
    upstreamId: null,
    usage: null,
    modelWords: null,
  };
}

test("a runner that lost its lease cannot finish", async () => {
  const generation = await makeGeneration();
  const lease = await claim(generation.id);
  await markSent(lease, new Date(), sentFacts());
  await expire(generation.id);
  await recoverGenerations();
  expect(await markReceived(lease, receivedFacts())).toBe(false);
  const late = markSucceeded(lease, new Date(), await makeOutcome());
  await expect(late).rejects.toBeInstanceOf(LeaseLost);
  expect((await read(generation.id)).images).toEqual([]);
});

test("a runner sends nothing once another runner has claimed its generation", async () => {
  const generation = await makeGeneration();
  const stale = await claim(generation.id);
  await expire(generation.id);
  await recoverGenerations();
  const current = await claim(generation.id);
  await expect(markSent(stale, new Date(), sentFacts())).rejects.toBeInstanceOf(LeaseLost);
  expect(await read(generation.id)).toMatchObject({ state: "claimed", attempts: 0 });
  await markSent(current, new Date(), sentFacts());
  expect(await markReceived(stale, receivedFacts())).toBe(false);
  expect(await read(generation.id)).toMatchObject({ state: "sent", receivedAt: null });
});

test("retrying a possibly billed generation needs mayPayAgain and works once", async () => {
  const { id } = await makeGeneration();
  await change(id, { state: "unknown", billed: "unknown", isSandbox: false });
  const generation = await makeGeneration();
  await change(generation.id, { state: "unknown", billed: "unknown", isSandbox: false });
  const retry = (mayPayAgain: boolean) =>
    retryGeneration(ada, { generationId: generation.id, mayPayAgain }, { clock: systemClock });
  await expect(retry(false)).rejects.toMatchObject({ code: "would_pay_again" });
  const next = await retry(true);
  expect(next).toMatchObject({ state: "queued", tryNumber: 1, position: 0 });
  await expect(retry(true)).rejects.toMatchObject({ code: "conflict" });
});

test("a kept answer of a failed generation can be read again without sending", async () => {
  const { id } = await makeGeneration();
  const facts = sentFacts();
  const lease = await claim(id);
  await markSent(lease, new Date(), facts);
  await spoolAnswer(facts.spoolName, 5);
  const failure = { state: "failed", failureCode: "image_fetch_failed", billed: "yes" } as const;
  await change(id, {
    ...failure,
    receivedAt: new Date(),
    finishedAt: new Date(),
    leaseToken: null,
  });
  const view = await lookAgain(ada, { generationId: brandId(id), path: null, keep: false });
  expect(view).toMatchObject({ id, state: "received", tryNumber: 0 });
  expect(await claimNext(10)).toEqual([]);
});
