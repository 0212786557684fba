import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { ScriptedAnswer } from "@/e2e/upstream/script";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { loadGenerationDetail } from "@/lib/server/domain/generations/detail";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { createTurn } from "@/lib/server/domain/turns/create";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { sendAndFinish } from "@/lib/server/domain/generations/run-generation";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

/** The ledger entry of each way a call can end, with real sockets, files and rows. */

const HEADERS = { "Content-Type": "application/json", "x-request-id": "req-1", "cf-ray": "ray-1" };
const PRICE = 30_000;

/** Hoisted, because settings are read once, on first import. */
const upstream = await vi.hoisted(async () => {
  const { writeFile } = await import("node:fs/promises");
  const { startScriptedUpstream } = await import("@/e2e/upstream/server");
  const { loadProfiles } = await import("@/lib/server/upstream/profiles/profiles");
  const upstream = await startScriptedUpstream();
  const timeLimitsMs = { standard: 3_000, fourK: 3_000 };
  const models = loadProfiles().map((model) => ({ ...model, timeLimitsMs }));
  const profiles = `${process.env["DATA_DIR"]}/profiles.json`;
  await writeFile(profiles, JSON.stringify({ models }));
  process.env["UPSTREAM_API_KEY"] = upstream.apiKey;
  process.env["UPSTREAM_BASE_URL"] = upstream.baseUrl;
  process.env["UPSTREAM_PROFILES"] = profiles;
  return upstream;
});

let ada: Actor;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor();
});
beforeEach(() => upstream.reset());
afterAll(closeDatabase);

async function draw(...answers: ScriptedAnswer[]): Promise<string> {
  upstream.script(answers);
  const { turn } = await createTurn(ada, turnBody(), { clock: systemClock });
  const id = turn.generations[0]?.id ?? "";
  await run(id);
  return id;
}

async function run(id: string): Promise<void> {
  const lease = (await claimNext(8)).find(({ generationId }) => generationId === id);
  if (lease === undefined) return; // it has come to its end
  await sendAndFinish(lease, { abort: new AbortController().signal, onSlotFree: () => {} });
}
/** Skips the backoff, which the queue's own tests cover. */
const becomeDue = (id: string) => db.generation.update({ where: { id }, data: { retryAt: null } });
const read = (id: string) => db.generation.findUniqueOrThrow({ where: { id } });
const detail = (id: string) => loadGenerationDetail(ada, brandId(id));

const refusal: ScriptedAnswer = {
  headers: HEADERS,
  json: {
    id: "chatcmpl-7",
    choices: [{ message: { role: "assistant", content: "I can't help with that request." } }],
    usage: { prompt_tokens: 24, completion_tokens: 9, total_tokens: 33 },
  },
};
const badGateway: ScriptedAnswer = {
  status: 502,
  headers: HEADERS,
  json: { error: { message: "", code: "bad_response_status_code" } },
};

test("a success records its times, ids, size, cost and origin", async () => {
  const id = await draw();
  const row = await read(id);
  expect(row).toMatchObject({
    state: "succeeded",
    upstream: upstream.baseUrl,
    upstreamStatus: 200,
    billed: "yes",
    costMicroUsd: PRICE,
    earlierAttempts: [],
  });
  const moments = [
    row.queuedAt,
    row.sentAt,
    row.firstByteAt,
    row.receivedAt,
    row.parsedAt,
    row.finishedAt,
  ];
  expect(moments).not.toContain(null);
  expect(moments).toEqual(moments.toSorted((a, b) => Number(a) - Number(b)));
  const ledger = await detail(id);
  expect(ledger).toMatchObject({ imageCount: 1, status: 200, billed: "yes" });
  expect(ledger.responseBytes).toBeGreaterThan(100);
  expect(ledger.requestBytes).toBeGreaterThan(100);
  expect(JSON.stringify(ledger)).not.toContain(upstream.baseUrl);
});

test("a refusal under status 200 is billed, with the answer's ids and tokens", async () => {
  const id = await draw(refusal);
  expect(await detail(id)).toMatchObject({
    state: "failed",
    failureCode: "model_refused",
    status: 200,
    billed: "yes",
    costMicroUsd: PRICE,
    upstreamId: "chatcmpl-7",
    requestIds: { "x-request-id": "req-1", "cf-ray": "ray-1" },
    usage: { prompt_tokens: 24, completion_tokens: 9, total_tokens: 33 },
    parsedAt: expect.any(String),
    imageCount: 0,
  });
});

test("a gateway timeout is possibly billed and never resent automatically", async () => {
  const id = await draw({ status: 504, headers: HEADERS, template: "<html>Gateway</html>" });
  expect(await detail(id)).toMatchObject({
    state: "failed",
    failureCode: "upstream_timeout",
    status: 504,
    billed: "unknown",
    costMicroUsd: null,
    requestIds: { "x-request-id": "req-1" },
  });
});

test("our own timeout is billed, since the provider draws to the end; no answer had begun", async () => {
  const id = await draw({ ...refusal, transport: { mode: "delay_headers", ms: 60_000 } });
  expect(await detail(id)).toMatchObject({
    state: "failed",
    failureCode: "upstream_timeout",
    status: null,
    billed: "yes",
    costMicroUsd: PRICE,
    requestIds: {},
    firstByteAt: null,
    receivedAt: null,
    finishedAt: expect.any(String),
  });
});

test("a connection reset is possibly billed; the ids of the partial answer are kept", async () => {
  const id = await draw({ ...refusal, transport: { mode: "reset_mid_body", after_fraction: 0.5 } });
  const ledger = await detail(id);
  expect(ledger.firstByteAt).not.toBeNull();
  expect(ledger.responseBytes).toBeGreaterThan(0);
  expect(ledger).toMatchObject({
    state: "failed",
    failureCode: "connection_reset",
    status: 200,
    billed: "unknown",
    costMicroUsd: null,
    requestIds: { "x-request-id": "req-1", "cf-ray": "ray-1" },
    receivedAt: null,
  });
});

test("a 502 and then an image: the first attempt stays on record, the row has the second", async () => {
  const id = await draw(badGateway);
  const waiting = await read(id);
  expect(waiting).toMatchObject({ state: "queued", sentAt: null, upstreamStatus: null });
  const first = {
    number: 1,
    status: 502,
    code: "upstream_error",
    billed: "no",
    requestIds: { "x-request-id": "req-1", "cf-ray": "ray-1" },
    sentAt: expect.any(String),
    firstByteAt: expect.any(String),
  };
  expect(waiting.earlierAttempts).toMatchObject([first]);

  await becomeDue(id);
  await run(id);
  const ledger = await detail(id);
  expect(ledger).toMatchObject({ state: "succeeded", status: 200, requestIds: {} });
  expect(ledger.earlierAttempts).toMatchObject([first]);
  expect(ledger.earlierAttempts).toHaveLength(1);
  expect(upstream.calls()).toHaveLength(2);
});

test("four 502s: three earlier attempts and a failure, nothing billed", async () => {
  const id = await draw(badGateway, badGateway, badGateway, badGateway, badGateway);
  for (let more = 0; more < 5; more += 1) {
    await becomeDue(id);
    await run(id);
  }
  const ledger = await detail(id);
  expect(ledger).toMatchObject({ state: "failed", billed: "no", costMicroUsd: 0, status: 502 });
  expect(ledger.earlierAttempts.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(upstream.calls()).toHaveLength(4);
});

// Keep last: it closes the upstream.
test("an unreachable upstream ends the retries too, though nothing was ever sent", async () => {
  const { turn } = await createTurn(ada, turnBody(), { clock: systemClock });
  const id = turn.generations[0]?.id ?? "";
  await upstream.close();
  for (let sending = 0; sending < 5; sending += 1) {
    await becomeDue(id);
    await run(id);
  }
  const ledger = await detail(id);
  expect(ledger).toMatchObject({
    state: "failed",
    failureCode: "upstream_unreachable",
    billed: "no",
    sentAt: null,
  });
  expect(ledger.earlierAttempts).toHaveLength(3);
  expect(ledger.earlierAttempts[0]).toMatchObject({ sentAt: null, status: null, requestIds: {} });
});
