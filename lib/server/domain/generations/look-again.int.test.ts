import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { png } from "@/e2e/upstream/pictures";
import type { AnswerPath } from "@/lib/contracts/answers";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { retryGeneration } from "@/lib/server/domain/generations/commands";
import { lookAgain, readRawAnswer } from "@/lib/server/domain/generations/look-again";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { createTurn } from "@/lib/server/domain/turns/create";
import { generationInclude, toGenerationView } from "@/lib/server/domain/views/generation";
import { claimAndFinish } from "@/lib/server/domain/generations/claim-and-finish.fixtures";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { answerHead } from "@/lib/server/upstream/send/spool.fixtures";
import { type AnswerHead, readHead, writeHead } from "@/lib/server/upstream/send/spool";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

/** Kept answers that are read again, with real files and rows, and an upstream that counts its requests. */

/** Hoisted, because settings are read once, on first import. */
const upstream = await vi.hoisted(async () => {
  const { beginUpstream } = await import("@/scripts/testing/scripted-upstream");
  return beginUpstream();
});

let ada: Actor;
let owner: Actor;
let ink: string;

beforeAll(async () => {
  await prepareQueue();
  await mkdir(spoolFolder(), { recursive: true });
  ada = await makeActor();
  owner = { ...ada, isInstanceOwner: true };
  ink = (await png(64, 48, 30)).toString("base64");
});
beforeEach(async () => {
  await db.upstreamFindings.deleteMany();
  upstream.reset();
});
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

/** A generation whose answer just arrived and is read for the first time; returns the result. */
async function arrive(body: unknown, change: Partial<AnswerHead> = {}) {
  const { turn } = await createTurn(ada, turnBody(), { clock: systemClock });
  const id = turn.generations[0]?.id;
  if (id === undefined) throw new Error("a turn has a generation");
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const spoolName = `${id}-0`;
  const now = Date.now();
  const times = { sentAt: now, firstByteAt: now, receivedAt: now };
  const head = answerHead({ ...times, bytes: text.length, ...change });
  await writeFile(join(spoolFolder(), spoolName), text);
  await writeHead(join(spoolFolder(), spoolName), head);
  await db.generation.update({
    where: { id },
    data: {
      state: "received",
      attempts: 1,
      sentAt: new Date(head.sentAt),
      firstByteAt: new Date(head.firstByteAt),
      receivedAt: new Date(head.firstByteAt),
      spoolName,
      upstreamStatus: head.status,
      responseBytes: text.length,
    },
  });
  await finish(id);
  return id;
}

/** What a worker does with the job. */
async function finish(id: string): Promise<void> {
  if (!(await claimAndFinish(id))) throw new Error("nobody is to finish it");
}

async function view(id: string) {
  const row = await db.generation.findUniqueOrThrow({ where: { id }, include: generationInclude });
  return toGenerationView(row);
}

const look = (id: string, path: AnswerPath | null = null, keep = false, actor = owner) =>
  lookAgain(actor, { generationId: brandId(id), path, keep });
const unknownShape = () => ({ plate: { original: ink }, note: "drawn" });
const fileAt = (path: string) => ({ choices: [{ message: { content: `![it](${path})` } }] });

test("an answer of unknown shape is kept; pointing at its image stores it, and nothing is sent", async () => {
  const id = await arrive(unknownShape());
  expect(await view(id)).toMatchObject({ state: "failed", hasAnswer: true, images: [] });
  expect(await look(id, ["plate", "original"])).toMatchObject({
    state: "received",
    hasAnswer: false,
  });
  await finish(id);
  expect(await view(id)).toMatchObject({
    state: "succeeded",
    failureCode: null,
    billed: "yes",
    costMicroUsd: 30_000,
    hasAnswer: false,
    images: [{ width: 64, height: 48 }],
  });
  expect(await db.upstreamFindings.count()).toBe(0);
  await expect(access(join(spoolFolder(), `${id}-0`))).rejects.toThrow("ENOENT");
  expect(upstream.calls()).toEqual([]);
});

test("a path is remembered once it gave an image, and used for later answers", async () => {
  const first = await arrive(unknownShape());
  await look(first, ["plate", "original"], true);
  expect(await db.upstreamFindings.count()).toBe(0);
  const noted = { act: "upstream.place_kept", actorId: owner.userId };
  expect(await db.auditEntry.findFirst({ where: noted })).toMatchObject({
    targetName: "plate › original",
  });
  await finish(first);
  expect(await db.upstreamFindings.findMany()).toMatchObject([
    { upstream: upstream.baseUrl, answerPaths: [["plate", "original"]] },
  ]);
  const second = await arrive(unknownShape());
  expect(await view(second)).toMatchObject({ state: "succeeded", images: [{ width: 64 }] });

  // An image at a usual path wins over remembered paths.
  const usual = (await png(32, 32, 200)).toString("base64");
  const third = await arrive({ data: [{ b64_json: usual }], ...unknownShape() });
  expect((await view(third)).images).toMatchObject([{ width: 32 }]);
});

test("a path without an image changes nothing and is not remembered", async () => {
  const id = await arrive({ ...unknownShape(), choices: [{ message: { content: "Which hue?" } }] });
  const before = await view(id);
  expect(before).toMatchObject({ failureCode: "no_image", modelWords: "Which hue?" });
  await look(id, ["note"], true);
  await finish(id);
  const after = await view(id);
  const { finishedAt: _, ...unchanged } = before;
  expect(after).toMatchObject(unchanged);
  expect(await db.upstreamFindings.count()).toBe(0);
});

test("an expired link is fetched once more and reported as expired", async () => {
  const gone = `${upstream.baseUrl.replace("/v1", "")}/files/late.png`;
  // The link of a fresh answer would be waited for.
  const yesterday = Date.now() - 24 * 3_600_000;
  const id = await arrive(fileAt(gone), { firstByteAt: yesterday, receivedAt: yesterday });
  expect(await view(id)).toMatchObject({ failureCode: "image_expired", hasAnswer: true });
  const fetched = upstream.fetches().length;
  await look(id, null, false, ada);
  await finish(id);
  expect(await view(id)).toMatchObject({ failureCode: "image_expired", billed: "yes" });
  expect(upstream.fetches().length).toBeGreaterThan(fetched);
  expect(upstream.calls()).toEqual([]);
});

test("a truncated answer yields the complete image in it", async () => {
  const cut = { code: "connection_reset", billed: "unknown", resendable: false } as const;
  const body = `{"choices":[{"message":{"content":"![x](data:image/png;base64,${ink}) and then`;
  const id = await arrive(body, { complete: false, cut });
  expect(await view(id)).toMatchObject({ failureCode: "connection_reset", hasAnswer: true });
  await look(id);
  await finish(id);
  expect(await view(id)).toMatchObject({ state: "succeeded", images: [{ width: 64 }] });
});

test("reading again sends nothing, even if the answer suggests a retry", async () => {
  const id = await arrive({ error: { code: "saturated", message: "当前分组上游负载已饱和" } });
  const first = await view(id);
  // The first reading may put the row back into the queue; here it has failed for good.
  await db.generation.update({
    where: { id },
    data: { state: "failed", retryAt: null, upstreamStatus: 200, responseBytes: 20 },
  });
  expect(first).toMatchObject({ state: "queued", failureCode: "rate_limited" });
  await look(id);
  await finish(id);
  expect(await view(id)).toMatchObject({ state: "failed", failureCode: "rate_limited" });
});

test("only members of the thread may read an answer again, and only the instance owner may point at a path", async () => {
  const id = await arrive(unknownShape());
  const stranger = { ...(await makeActor("Bob")), isInstanceOwner: true };
  await expect(look(id, null, false, stranger)).rejects.toMatchObject({ code: "not_found" });
  await expect(look(id, ["plate", "original"], false, ada)).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(readRawAnswer(stranger, { generationId: brandId(id) })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await view(id)).toMatchObject({ state: "failed" });
  expect((await readHead(join(spoolFolder(), `${id}-0`)))?.look).toBeUndefined();
});

test("the raw answer comes in bounded parts", async () => {
  const id = await arrive(unknownShape());
  const part = await readRawAnswer(owner, { generationId: brandId(id), at: '["plate"]' });
  expect(part).toMatchObject({
    form: "json",
    status: 200,
    at: ["plate"],
    node: { kind: "object", entries: [{ key: "original", node: { looks: "base64", text: "" } }] },
  });
  const wrong = (at: string) => readRawAnswer(owner, { generationId: brandId(id), at });
  await expect(wrong("plate")).rejects.toMatchObject({ code: "invalid_field" });
  await expect(wrong('["gone"]')).rejects.toMatchObject({ code: "not_found" });
});

test("a deleted, running or resent answer is reported as such", async () => {
  const id = await arrive(unknownShape());
  await look(id);
  await expect(look(id)).rejects.toMatchObject({ code: "conflict" });
  await finish(id);
  await rm(join(spoolFolder(), `${id}-0`));
  await expect(look(id)).rejects.toMatchObject({ code: "answer_gone" });

  const other = await arrive(unknownShape());
  await retryGeneration(
    ada,
    { generationId: brandId(other), mayPayAgain: true },
    { clock: systemClock },
  );
  await expect(look(other)).rejects.toMatchObject({ code: "conflict" });
  expect((await view(other)).hasAnswer).toBe(true);
});
