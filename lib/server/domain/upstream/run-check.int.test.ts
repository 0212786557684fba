import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { ScriptedAnswer } from "@/e2e/upstream/script";
import type { CheckStep, ProbeChoice, StoredCheck, UpstreamState } from "@/lib/contracts/upstream";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { modelProfiles } from "@/lib/server/domain/upstream/models";
import { placeCheck } from "@/lib/server/domain/upstream/check-row";
import { forgetFindings, saveFindings, startCheck } from "@/lib/server/domain/upstream/commands";
import { planCheck } from "@/lib/server/domain/upstream/plan";
import { loadUpstreamState } from "@/lib/server/domain/upstream/state";
import { recoverCheck, runCheck } from "@/lib/server/domain/upstream/run-check";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor } from "@/scripts/testing/studio";
import { answerHead } from "@/lib/server/upstream/send/spool.fixtures";

/** A whole connection check, with real sockets, files and rows; only the queue's delivery is done by hand. */

const VIP = "gpt-image-2-vip";
const PRICE = 30_000;

/** Hoisted, because settings are read once, on first import. */
const upstream = await vi.hoisted(async () => {
  const { beginUpstream } = await import("@/scripts/testing/scripted-upstream");
  return beginUpstream();
});

let owner: Actor;
let member: Actor;

beforeAll(async () => {
  await prepareQueue();
  const ada = await makeActor();
  await db.user.update({ where: { id: ada.userId }, data: { isInstanceOwner: true } });
  owner = { ...ada, isInstanceOwner: true };
  member = await makeActor("Bob");
});
beforeEach(async () => {
  upstream.reset();
  await db.upstreamFindings.deleteMany();
});
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

const never = new AbortController().signal;
const chosen = (...probes: ProbeChoice["probe"][]): ProbeChoice[] =>
  probes.map((probe) => ({ model: VIP, probe }));

async function check(
  probes: ProbeChoice[],
  signals = { abort: never, stopping: never },
): Promise<UpstreamState> {
  const { check: begun } = await startCheck(
    owner,
    {
      probes,
      agreedMicroUsd: probes.length * PRICE,
    },
    { clock: systemClock },
  );
  await runCheck(begun?.id ?? "", signals);
  return loadUpstreamState();
}

function stepOf({ check: ran }: UpstreamState, probe: CheckStep["probe"]): CheckStep {
  const step = ran?.steps.find((candidate) => candidate.probe === probe);
  if (step === undefined) throw new Error(`no step ${probe}`);
  return step;
}

async function solid(colour: string, width = 64, height = 64): Promise<string> {
  const create = { width, height, channels: 3 as const, background: colour };
  return (await sharp({ create }).png().toBuffer()).toString("base64");
}

/** An image in a chat answer. */
function inChat(base64: string): ScriptedAnswer {
  const content = `Here it is:\n\n![picture](data:image/png;base64,${base64})`;
  return { json: { id: "chatcmpl-9", choices: [{ message: { role: "assistant", content } }] } };
}
const inImages = (base64: string): ScriptedAnswer => ({ json: { data: [{ b64_json: base64 }] } });

test("the free step accepts the key, reads the model list and requests no image", async () => {
  const state = await check([]);
  expect(stepOf(state, "models")).toMatchObject({
    state: "done",
    listed: [VIP, "gpt-image-2-all"],
    isKeyAccepted: true,
  });
  expect(state.check).toMatchObject({ state: "done" });
  expect(state.found).toEqual([]);
  expect(upstream.calls()).toHaveLength(0);
});

test.each([
  ["404", { status: 404, json: { error: { message: "not found" } } }],
  ["a web page for every path", { headers: { "content-type": "text/html" }, template: "<html>" }],
  ["403, which does not mean a refused key", { status: 403, json: { error: { message: "no" } } }],
])("a missing model list (%s) is not a failure, and the other steps run", async (_, answer) => {
  upstream.listModelsWith(answer);
  upstream.script([inChat(await solid("#888888"))]);
  const state = await check(chosen("picture"));
  expect(stepOf(state, "models")).toMatchObject({ state: "done", listed: null, failure: null });
  expect(stepOf(state, "picture")).toMatchObject({ state: "done", isKeyAccepted: true });
});

test("a refused key is reported, and nothing more is sent", async () => {
  upstream.listModelsWith({
    status: 401,
    json: { error: { message: `Invalid token ${upstream.apiKey}`, code: "invalid_api_key" } },
  });
  const state = await check(chosen("picture", "size", "history"));
  expect(stepOf(state, "models")).toMatchObject({
    state: "failed",
    isKeyAccepted: false,
    failure: { code: "invalid_api_key", billed: "no", status: 401 },
  });
  expect(stepOf(state, "picture").state).toBe("skipped");
  expect(upstream.calls()).toHaveLength(0);
  expect(JSON.stringify(state)).not.toContain(upstream.apiKey);
});

test("an image in a chat answer: envelope, form and size are detected, and the owner gets the image", async () => {
  upstream.script([inChat(await solid("#3366aa", 90, 60))]);
  const state = await check(chosen("picture"));
  const step = stepOf(state, "picture");
  expect(step).toMatchObject({
    state: "done",
    endpoint: "generations",
    envelope: "chat",
    delivery: "inline",
    gotSize: "90x60",
    failure: null,
  });
  expect(step.ms).toBeGreaterThanOrEqual(0);
  const image = await db.image.findUniqueOrThrow({ where: { id: step.imageId ?? "" } });
  expect(image).toMatchObject({ workspaceId: owner.workspaceId, createdById: owner.userId });
  expect(upstream.calls()).toHaveLength(1);
});

test("an Images envelope, with the image by URL", async () => {
  upstream.script([
    {
      json: { data: [{ url: "{{ASSET_ORIGIN}}/p.png" }] },
      assets: [{ path: "/p.png", body_template: "{{PNG_BYTES}}" }],
    },
  ]);
  const state = await check(chosen("picture"));
  expect(stepOf(state, "picture")).toMatchObject({ envelope: "images", delivery: "url" });
});

test("an honoured size changes nothing; a different one disables exact sizes once saved", async () => {
  upstream.script([inImages(await solid("#446688", 1280, 720))]);
  const honoured = await check(chosen("size"));
  expect(stepOf(honoured, "size")).toMatchObject({
    endpoint: "generations",
    askedSize: "1280x720",
    gotSize: "1280x720",
  });
  expect(honoured.found).toMatchObject([{ finding: { isSizeHonoured: true }, changes: [] }]);

  upstream.script([inImages(await solid("#446688", 1254, 1254))]);
  const other = await check(chosen("size"));
  expect(stepOf(other, "size").gotSize).toBe("1254x1254");
  expect(other.found).toMatchObject([
    { finding: { isSizeHonoured: false }, changes: ["sizesOff"] },
  ]);
  expect(modelProfiles()[0]?.exactSizes).not.toBeNull();

  const saved = await saveFindings(owner, { clock: systemClock });
  const noted = { actorId: owner.userId, act: "upstream.findings_saved" };
  expect(await db.auditEntry.count({ where: noted })).toBe(1);
  expect(saved.saved?.models).toMatchObject([{ model: VIP, changes: ["sizesOff"] }]);
  expect(modelProfiles()[0]?.exactSizes).toBeNull();
  // A known finding can be checked again, so the size probe stays available.
  expect(saved.models[0]?.probes).toContain("size");

  const forgotten = await forgetFindings(owner);
  expect(forgotten.saved).toBeNull();
  expect(forgotten.check?.steps).toHaveLength(2);
  expect(modelProfiles()[0]?.exactSizes).not.toBeNull();
});

test("the history probe tells whether the model sees an image of an earlier message", async () => {
  upstream.script([inChat(await solid("#808080"))]);
  const ignored = await check(chosen("history"));
  expect(stepOf(ignored, "history")).toMatchObject({ history: "ignored", gotColour: "#808080" });
  expect(ignored.found[0]).toMatchObject({
    finding: { isHistoryUsed: false },
    changes: ["historyOff"],
  });
  const [call] = upstream.calls();
  expect(call?.pictures).toBe(1);
  expect(call?.body).toMatchObject({
    messages: [{ content: [{}, {}] }, {}, { role: "user", content: expect.any(String) }],
  });

  // The requested colour is stored before the answer arrives, so that the script can paint it.
  const painted: ScriptedAnswer = { gate: "paint" };
  upstream.script([painted]);
  const running = check(chosen("history"));
  await upstream.reached("paint");
  const { askedColour } = stepOf(await loadUpstreamState(), "history");
  painted.json = inChat(await solid(askedColour ?? "", 80, 80)).json;
  upstream.release("paint");
  const used = await running;
  expect(stepOf(used, "history")).toMatchObject({ history: "used", gotColour: askedColour });
  expect(used.found[0]).toMatchObject({ finding: { isHistoryUsed: true }, changes: [] });
});

test("the image step uses the route of most turns, and the history step uses chat", async () => {
  const picture = await solid("#446688");
  upstream.script([inImages(picture), inChat(picture)]);
  const state = await check(chosen("picture", "history"));
  expect(upstream.calls().map(({ path }) => path)).toEqual([
    "/v1/images/generations",
    "/v1/chat/completions",
  ]);
  // No size was chosen, so none is sent.
  expect(upstream.calls()[0]?.body).not.toHaveProperty("size");
  expect(state.found[0]).toMatchObject({
    finding: { envelope: "images", endpoints: { generations: true, chat: true } },
  });
});

test("without an images route, chat is suggested, and used once saved", async () => {
  upstream.script([
    { status: 404, json: { error: { message: "no such path" } } },
    inChat(await solid("#808080")),
  ]);
  const state = await check(chosen("picture", "history"));
  expect(state.found[0]).toMatchObject({
    finding: { endpoints: { generations: false, chat: true } },
    changes: ["generationsOff", "chatFirst", "sizesOff", "historyOff"],
  });
  expect(modelProfiles()[0]?.preferredRoute).toBe("images");
  await saveFindings(owner, { clock: systemClock });
  expect(modelProfiles()[0]?.preferredRoute).toBe("chat");
  await forgetFindings(owner);
});

test("a missing endpoint is detected, and the others are tried", async () => {
  upstream.script([
    inImages(await solid("#446688", 1280, 720)),
    { status: 404, json: { error: { message: "model not found", code: "model_not_found" } } },
  ]);
  const state = await check(chosen("size", "history"));
  expect(stepOf(state, "history")).toMatchObject({
    state: "failed",
    failure: { code: "model_unavailable", billed: "no" },
  });
  expect(state.found[0]).toMatchObject({
    finding: { endpoints: { chat: false, generations: true } },
    changes: ["chatOff"],
  });
});

test("a retry-later answer causes no second call", async () => {
  upstream.script([{ status: 429, headers: { "Retry-After": "0" }, json: { error: "busy" } }]);
  const state = await check(chosen("picture"));
  expect(stepOf(state, "picture").failure?.code).toBe("rate_limited");
  expect(upstream.calls()).toHaveLength(1);
});

test("only agreed steps are paid for, one check runs at a time, and only the owner can start one", async () => {
  const probes = chosen("picture");
  await expect(
    startCheck(owner, { probes, agreedMicroUsd: 0 }, { clock: systemClock }),
  ).rejects.toMatchObject({ code: "conflict" });
  const body = { probes: [], agreedMicroUsd: 0 };
  await expect(startCheck(member, body, { clock: systemClock })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(saveFindings(owner, { clock: systemClock })).rejects.toMatchObject({
    code: "conflict",
  });
  await startCheck(owner, body, { clock: systemClock });
  await expect(startCheck(owner, body, { clock: systemClock })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(upstream.calls()).toHaveLength(0);
});

test("a job that is delivered twice runs the check once", async () => {
  const { check: begun } = await startCheck(
    owner,
    {
      probes: chosen("picture"),
      agreedMicroUsd: PRICE,
    },
    { clock: systemClock },
  );
  const signals = { abort: never, stopping: never };
  await Promise.all([runCheck(begun?.id ?? "", signals), runCheck(begun?.id ?? "", signals)]);
  expect(upstream.calls()).toHaveLength(1);
});

test("stopping lets the call in progress finish and starts no other", async () => {
  const stopping = new AbortController();
  upstream.script([{ ...inChat(await solid("#3366aa")), gate: "drawing" }]);
  const running = check(chosen("picture", "size"), { abort: never, stopping: stopping.signal });
  await upstream.reached("drawing");
  stopping.abort();
  upstream.release("drawing");
  const state = await running;
  expect(state.check?.state).toBe("interrupted");
  expect(stepOf(state, "picture").state).toBe("done");
  expect(stepOf(state, "size").state).toBe("skipped");
  expect(upstream.calls()).toHaveLength(1);
});

test("after a crash the spooled answer is read, and nothing is sent", async () => {
  const planned = planCheck(chosen("picture", "size", "history"), new Date());
  const spoolName = `check-${planned.id}-1`;
  const steps = planned.steps.map((step) =>
    step.probe === "picture"
      ? { ...step, state: "running" as const, endpoint: "chat" as const, spoolName }
      : step,
  );
  const crashed: StoredCheck = { ...planned, state: "running", steps };
  await mkdir(spoolFolder(), { recursive: true });
  const body = JSON.stringify(inChat(await solid("#3366aa")).json);
  await writeFile(join(spoolFolder(), spoolName), body);
  await writeFile(
    join(spoolFolder(), `${spoolName}.head.json`),
    JSON.stringify(
      answerHead({ sentAt: 1_000, firstByteAt: 2_000, receivedAt: 3_000, bytes: body.length }),
    ),
  );
  await placeCheck(crashed);

  await recoverCheck();
  expect((await loadUpstreamState()).check?.state).toBe("running");

  await db.$executeRaw`
    UPDATE "UpstreamFindings"
    SET models = jsonb_set(models, '{check,beatAt}', to_jsonb(now() - interval '1 minute'))`;
  await recoverCheck();
  const state = await loadUpstreamState();
  expect(state.check?.state).toBe("interrupted");
  expect(stepOf(state, "picture")).toMatchObject({ state: "done", ms: 2_000 });
  expect(stepOf(state, "picture").imageId).not.toBeNull();
  expect(stepOf(state, "size").state).toBe("skipped");
  expect(upstream.calls()).toHaveLength(0);
});
