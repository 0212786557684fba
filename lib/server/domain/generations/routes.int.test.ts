import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { ScriptedAnswer } from "@/e2e/upstream/script";
import type { TurnCreateBody } from "@/lib/contracts/turns";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { retryGeneration } from "@/lib/server/domain/generations/commands";
import { loadGenerationDetail } from "@/lib/server/domain/generations/detail";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { createTurn } from "@/lib/server/domain/turns/create";
import { previewDraft, previewTurn } from "@/lib/server/domain/turns/preview";
import { listAttempts } from "@/lib/server/domain/usage/attempts";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { sendAndFinish } from "@/lib/server/domain/generations/run-generation";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

/** Which route a call takes, and which it falls back to, with real sockets, files and rows. */

/** Hoisted, because settings are read once, on first import. */
const upstream = await vi.hoisted(async () => {
  const { writeFile } = await import("node:fs/promises");
  const { beginUpstream } = await import("@/scripts/testing/scripted-upstream");
  const { loadProfiles } = await import("@/lib/server/upstream/profiles/profiles");
  const [vip] = loadProfiles();
  const models = [
    { ...vip, id: "pinned", mayChangeRoute: false },
    { ...vip, id: "chatty", preferredRoute: "chat" },
  ];
  const profiles = `${process.env["DATA_DIR"]}/profiles.json`;
  await writeFile(profiles, JSON.stringify({ models }));
  process.env["UPSTREAM_PROFILES"] = profiles;
  return beginUpstream();
});

let ada: Actor;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor();
});
beforeEach(() => upstream.reset());
afterEach(async () => {
  // Queued rows would be claimed in the next test, at a limit that saturation has halved.
  await db.generation.updateMany({
    where: { state: { in: ["queued", "claimed"] } },
    data: { state: "cancelled", finishedAt: new Date(), billed: "no" },
  });
  await db.upstreamLimit.deleteMany();
});
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

const settings = (change: Partial<TurnCreateBody["settings"]> = {}) => ({
  ...turnBody().settings,
  ...change,
});

async function start(change: Partial<TurnCreateBody> = {}) {
  const { turn } = await createTurn(ada, turnBody(change), { clock: systemClock });
  return { turnId: turn.id, threadId: turn.threadId, id: turn.generations[0]?.id ?? "" };
}

/** Runs every attempt that is due; a row with a retry time stays. */
async function run(id: string): Promise<void> {
  for (;;) {
    const lease = (await claimNext(8)).find(({ generationId }) => generationId === id);
    if (lease === undefined) return;
    await sendAndFinish(lease, { abort: new AbortController().signal, onSlotFree: () => {} });
  }
}

async function draw(answers: ScriptedAnswer[], change: Partial<TurnCreateBody> = {}) {
  upstream.script(answers);
  const made = await start(change);
  await run(made.id);
  return made;
}

const becomeDue = (id: string) => db.generation.update({ where: { id }, data: { retryAt: null } });
const read = (id: string) => db.generation.findUniqueOrThrow({ where: { id } });
const detail = (id: string) => loadGenerationDetail(ada, brandId(id));
const paths = () => upstream.calls().map(({ path }) => path.replace("/v1", ""));

const saturated: ScriptedAnswer = {
  status: 429,
  headers: { "Content-Type": "application/json", "x-request-id": "req-busy" },
  json: { error: { message: "当前分组上游负载已饱和，请稍后再试", type: "shell_api_error" } },
};
const notServed: ScriptedAnswer = {
  status: 404,
  json: { error: { message: "Invalid URL (POST /v1/images/generations)", code: null } },
};
const notOnThisEndpoint: ScriptedAnswer = {
  status: 400,
  json: { error: { message: "gpt-image-2-vip is not available on this endpoint" } },
};

test("a new turn uses generations, a refinement edits, with base image and references", async () => {
  const first = await draw([]);
  expect(upstream.calls()[0]).toMatchObject({
    path: "/v1/images/generations",
    body: { size: "2048x1360", prompt: "An old lighthouse at dusk" },
  });
  const image = await db.image.findFirstOrThrow({ where: { generationId: first.id } });
  const other = await draw([]);
  const reference = await db.image.findFirstOrThrow({ where: { generationId: other.id } });
  await draw([], {
    threadId: first.threadId,
    parentTurnId: first.turnId,
    baseImageId: brandId(image.id),
    referenceIds: [brandId(reference.id)],
    prompt: "make it night",
    settings: settings({ shape: "9:16" }),
  });
  const edit = upstream.calls()[2];
  expect(edit?.path).toBe("/v1/images/edits");
  expect(edit?.pictures).toBe(2);
  expect(Object.fromEntries(edit?.body as [string, string][])).toMatchObject({
    size: "1152x2048",
    prompt:
      "Image 1 already follows these earlier instructions. Keep to them, and do not apply them again:\n- An old lighthouse at dusk\n\nNow:\n\nmake it night\n\n(Image 1 is the one to change; image 2 is a reference.)",
  });
});

test("a model without sizes gets the shape in its prompt, on generations too", async () => {
  await draw([], { settings: settings({ model: "gpt-image-2-all", shape: "9:16" }) });
  const [call] = upstream.calls();
  expect(call?.path).toBe("/v1/images/generations");
  expect(call?.body).toEqual({
    model: "gpt-image-2-all",
    prompt: "竖屏 9:16，An old lighthouse at dusk",
    response_format: "b64_json",
  });
});

test.each([
  ["saturated", saturated, "rate_limited", 429],
  ["missing", notServed, expect.any(String), 404],
  ["not for this model", notOnThisEndpoint, "invalid_request", 400],
])(
  "a route that is %s falls back to chat at once, and the ledger records both",
  async (_, answer, code, status) => {
    const { id, turnId } = await draw([answer]);
    expect(paths()).toEqual(["/images/generations", "/chat/completions"]);
    // Chat has no size parameter, so the shape is in the prompt.
    expect(upstream.calls()[1]?.body).toMatchObject({
      messages: [{ role: "user", content: "An old lighthouse at dusk, 3:2" }],
    });
    const ledger = await detail(id);
    expect(ledger).toMatchObject({
      state: "succeeded",
      endpoint: "chat",
      billed: "yes",
      costMicroUsd: 30_000,
      earlierAttempts: [{ number: 1, endpoint: "generations", code, status, billed: "no" }],
    });
    const preview = await previewTurn(ada, brandId(turnId));
    expect(preview).toMatchObject({
      endpoint: "chat",
      path: "/chat/completions",
      changedRoutes: [{ from: "generations", to: "chat", count: 1 }],
    });
    const { attempts } = await listAttempts(ada, { outcome: "all" });
    const ours = attempts.filter((attempt) => attempt.generationId === id);
    expect(ours.map(({ endpoint, outcome }) => [endpoint, outcome])).toEqual([
      ["chat", "succeeded"],
      ["generations", "resent"],
    ]);
  },
);

test("a draft names its fallback route", async () => {
  const draft = (change: Partial<TurnCreateBody["settings"]>) => {
    const { idempotencyKey: _key, ...body } = turnBody({ settings: settings(change) });
    return previewDraft(ada, body);
  };
  expect(await draft({})).toMatchObject({
    endpoint: "generations",
    otherRoute: "chat",
    changedRoutes: [],
    parameters: { size: "2048x1360" },
  });
  expect(await draft({ tier: "4K" })).toMatchObject({ otherRoute: null });
  expect(await draft({ model: "pinned" })).toMatchObject({ otherRoute: null });
  expect(await draft({ model: "chatty" })).toMatchObject({
    endpoint: "chat",
    otherRoute: "generations",
  });
});

test("saturated on both routes, it waits and starts with the preferred route", async () => {
  const { id } = await draw([saturated, saturated]);
  expect(paths()).toEqual(["/images/generations", "/chat/completions"]);
  const waiting = await read(id);
  expect(waiting).toMatchObject({ state: "queued", endpoint: "generations" });
  const { earlierAttempts } = await detail(id);
  const lastEndedAt = Date.parse(earlierAttempts.at(-1)?.endedAt ?? "");
  expect(waiting.retryAt?.getTime()).toBeGreaterThan(lastEndedAt);
  await becomeDue(id);
  await run(id);
  expect(paths()[2]).toBe("/images/generations");
  expect(await detail(id)).toMatchObject({
    state: "succeeded",
    endpoint: "generations",
    earlierAttempts: [{ endpoint: "generations" }, { endpoint: "chat" }],
  });
});

test("refused four times in all, it fails unbilled", async () => {
  const { id } = await draw([saturated, saturated, saturated, saturated, saturated]);
  for (let more = 0; more < 4; more += 1) {
    await becomeDue(id);
    await run(id);
  }
  expect(upstream.calls()).toHaveLength(4);
  expect(await detail(id)).toMatchObject({ state: "failed", billed: "no", costMicroUsd: 0 });
});

test("served by neither route, it fails after trying each once", async () => {
  const { id } = await draw([notServed, notServed, notServed]);
  expect(paths()).toEqual(["/images/generations", "/chat/completions"]);
  expect(await detail(id)).toMatchObject({
    state: "failed",
    billed: "no",
  });

  const again = await retryGeneration(
    ada,
    { generationId: brandId(id), mayPayAgain: false },
    { clock: systemClock },
  );
  expect(again).toMatchObject({ endpoint: "generations", refusedRoutes: [] });
  await run(again.id);
});

test("a profile that forbids fallbacks stays on its route", async () => {
  const busy = await draw([saturated], { settings: settings({ model: "pinned" }) });
  expect(await read(busy.id)).toMatchObject({ state: "queued", endpoint: "generations" });
  const gone = await draw([notServed], { settings: settings({ model: "pinned" }) });
  expect(await read(gone.id)).toMatchObject({ state: "failed" });
  expect(paths()).toEqual(["/images/generations", "/images/generations"]);
});

test("exact sizes never fall back to chat, which could not keep them", async () => {
  const { id } = await draw([notServed], { settings: settings({ tier: "1K" }) });
  expect(paths()).toEqual(["/images/generations"]);
  expect(await read(id)).toMatchObject({ state: "failed", billed: "no" });
});

test("a model that prefers chat falls back to the images routes", async () => {
  await draw([notServed], { settings: settings({ model: "chatty" }) });
  expect(paths()).toEqual(["/chat/completions", "/images/generations"]);
  expect(upstream.calls()[1]?.body).toMatchObject({ size: "2048x1360" });
});

test.each<[string, ScriptedAnswer]>([
  [
    "a refusal under 200",
    { json: { choices: [{ message: { content: "I can't help with that." } }] } },
  ],
  [
    "blocked content",
    { status: 400, json: { error: { message: "x", code: "moderation_blocked" } } },
  ],
  ["a gateway that gave up waiting", { status: 504, template: "<html>Gateway</html>" }],
  ["a broken connection", { json: {}, transport: { mode: "reset_mid_body", after_fraction: 0.5 } }],
  ["a refused key", { status: 401, json: { error: { message: "无效的令牌" } } }],
])("%s causes no fallback to another route", async (_, answer) => {
  const { id } = await draw([answer]);
  expect(upstream.calls()).toHaveLength(1);
  expect((await read(id)).state).toBe("failed");
});

test("rows from before fallback routes are read as before", async () => {
  const { id } = await draw([]);
  const stored = {
    number: 1,
    sentAt: null,
    firstByteAt: null,
    endedAt: "2030-01-01T00:00:00.000Z",
    status: 502,
    code: "upstream_error",
    requestIds: {},
    responseBytes: null,
    billed: "no",
  };
  await db.generation.update({ where: { id }, data: { earlierAttempts: [stored] } });
  expect((await detail(id)).earlierAttempts).toMatchObject([{ endpoint: null }]);
});
