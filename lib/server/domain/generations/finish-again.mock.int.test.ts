import { afterAll, beforeAll, beforeEach, expect, type MockInstance, test, vi } from "vitest";
import type { ScriptedAnswer } from "@/e2e/upstream/script";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { cancelGeneration } from "@/lib/server/domain/generations/commands";
import { brandId } from "@/lib/server/domain/brand";
import type * as Success from "@/lib/server/domain/generations/succeed";
import type * as Moves from "@/lib/server/domain/generations/transitions";
import { recoverGenerations } from "@/lib/server/domain/generations/recover";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { createTurn } from "@/lib/server/domain/turns/create";
import { finishGeneration } from "@/lib/server/domain/generations/finish-generation";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { claimAndFinish } from "@/lib/server/domain/generations/claim-and-finish.fixtures";
import { sendAndFinish } from "@/lib/server/domain/generations/run-generation";
import { FETCH_PATIENCE } from "@/lib/server/upstream/fetch/retry-fetch";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

/** Answers that have arrived, and faults while they are stored. */

const trouble = vi.hoisted(() => ({ steps: [] as unknown[] }));

const before = vi.hoisted(
  () =>
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      const fault = trouble.steps.shift();
      if (fault !== undefined) throw fault;
      return work(...args);
    },
);

vi.mock("@/lib/server/domain/generations/succeed", async (importActual) => {
  const actual = await importActual<typeof Success>();
  return { ...actual, markSucceeded: before(actual.markSucceeded) };
});
vi.mock("@/lib/server/domain/generations/transitions", async (importActual) => {
  const actual = await importActual<typeof Moves>();
  return { ...actual, markFailed: before(actual.markFailed) };
});

const upstream = await vi.hoisted(async () => {
  const { beginUpstream } = await import("@/scripts/testing/scripted-upstream");
  return beginUpstream();
});

let ada: Actor;
/** Pauses are recorded, not slept. */
let sleep: MockInstance<typeof FETCH_PATIENCE.sleep>;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor();
});
beforeEach(async () => {
  await db.generation.deleteMany();
  upstream.reset();
  trouble.steps = [];
  sleep = vi.spyOn(FETCH_PATIENCE, "sleep").mockResolvedValue(undefined);
});
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

async function claimOne() {
  await createTurn(ada, turnBody(), { clock: systemClock });
  const [lease] = await claimNext(1);
  if (lease === undefined) throw new Error("nothing to claim");
  return lease;
}

/** Runs one call to its end, as a worker does. */
async function draw(answer: ScriptedAnswer, abort = new AbortController()) {
  upstream.script([answer]);
  const lease = await claimOne();
  const drawing = sendAndFinish(lease, { abort: abort.signal, onSlotFree: () => {} });
  return { id: lease.generationId, drawing };
}

const read = (id: string) =>
  db.generation.findUniqueOrThrow({ where: { id }, include: { images: true } });
const drawn = async (answer: ScriptedAnswer) => {
  const { id, drawing } = await draw(answer);
  await drawing;
  return read(id);
};

const picture = (): ScriptedAnswer => ({ template: '{"data":[{"b64_json":"{{PNG_BASE64}}"}]}' });
const page = (): ScriptedAnswer => ({
  template: '{"data":[{"url":"data:text/html;base64,{{HTML_BASE64}}"}]}',
});
const bomb = (): ScriptedAnswer => ({ template: '{"data":[{"b64_json":"{{PNG_BOMB_BASE64}}"}]}' });
const link = (sequence: { status: number; body_template?: string }[]): ScriptedAnswer => ({
  template: '{"data":[{"url":"{{ASSET_ORIGIN}}/files/late.png"}]}',
  assets: [{ path: "/files/late.png", sequence }],
});

const deadlock = () =>
  Object.assign(new Error("query failed"), {
    code: "P2010",
    meta: {
      driverAdapterError: { cause: { originalCode: "40P01", kind: "TransactionWriteConflict" } },
    },
  });
const noConnection = () => new Error("timeout exceeded when trying to connect");
const tooManyFiles = () => Object.assign(new Error("open"), { code: "EMFILE", syscall: "open" });

test.each([
  ["a deadlock", deadlock],
  ["no free connection", noConnection],
  ["no free file handle", tooManyFiles],
  ["something unheard of", () => new Error("the moon")],
])("%s while storing an answer is retried from the spool", async (_name, fault) => {
  trouble.steps = [fault()];
  const row = await drawn(picture());
  expect(row).toMatchObject({ state: "succeeded", billed: "yes", failureCode: null });
  expect(row.images).toHaveLength(1);
  expect(upstream.calls()).toHaveLength(1);
});

test.each([
  ["unsupported_media", page],
  ["image_too_large", bomb],
])("a failure keeps its code %s when recording it fails at first", async (code, answer) => {
  trouble.steps = [noConnection(), deadlock()];
  expect(await drawn(answer())).toMatchObject({
    state: "failed",
    failureCode: code,
    billed: "yes",
  });
});

test("two different faults are retried; the same fault twice is `internal`", async () => {
  trouble.steps = [new Error("one"), new Error("other")];
  expect(await drawn(picture())).toMatchObject({ state: "succeeded" });
  trouble.steps = [new Error("one"), new Error("one")];
  const row = await drawn(picture());
  expect(row).toMatchObject({ state: "failed", failureCode: "internal", billed: "unknown" });
  expect(upstream.calls()).toHaveLength(2);
});

test("an unavailable database ends nothing: the row waits for the next sweep", async () => {
  const lease = await claimOne();
  upstream.script([picture()]);
  trouble.steps = Array.from({ length: 5 }, noConnection);
  const pauses: number[] = [];
  // What `sendAndFinish` does, with recorded pauses.
  await db.generation.update({
    where: { id: lease.generationId },
    data: { state: "received", receivedAt: new Date(), sentAt: new Date() },
  });
  const row = await db.generation.findUniqueOrThrow({
    where: { id: lease.generationId },
    include: { turn: true },
  });
  const finishing = finishGeneration(lease, row, {
    pause: async (milliseconds) => void pauses.push(milliseconds),
  });
  await expect(finishing).rejects.toThrow("timeout exceeded");
  expect(pauses).toEqual([250, 1_000, 2_000, 4_000]);
  expect(await read(lease.generationId)).toMatchObject({ state: "received", failureCode: null });
});

test("a link that does not resolve yet is waited for, and its late image is stored", async () => {
  const there = { status: 200, body_template: "{{PNG_BYTES}}" };
  const row = await drawn(link([{ status: 404 }, { status: 202, body_template: "{}" }, there]));
  expect(row).toMatchObject({ state: "succeeded", billed: "yes" });
  expect(row.images).toHaveLength(1);
  expect(sleep.mock.calls.map(([milliseconds]) => milliseconds)).toEqual([1_000, 2_000]);
  expect(upstream.calls()).toHaveLength(1);
});

test("a link that never resolves is `image_expired`, and its answer is kept", async () => {
  const row = await drawn(link([{ status: 404 }]));
  expect(row).toMatchObject({ state: "failed", failureCode: "image_expired", billed: "yes" });
  expect(row.spoolName).not.toBeNull();
  expect(upstream.fetches()).toHaveLength(5);
});

test("cancelling ends the wait for a link", async () => {
  const { id, drawing } = await draw(link([{ status: 404 }]));
  sleep.mockImplementation(
    async () => void (await cancelGeneration(ada, brandId(id), { clock: systemClock })),
  );
  await drawing;
  expect(await read(id)).toMatchObject({ state: "cancelled", billed: "yes" });
  expect(sleep).toHaveBeenCalledTimes(1);
});

test("a shutdown ends the wait; the next start resumes from the spool and sends nothing", async () => {
  const abort = new AbortController();
  const there = { status: 200, body_template: "{{PNG_BYTES}}" };
  sleep.mockImplementation(async (_milliseconds, signal) => {
    abort.abort(new Error("shutdown"));
    signal?.throwIfAborted();
  });
  const { id, drawing } = await draw(link([{ status: 404 }, there]), abort);
  await drawing;
  expect(await read(id)).toMatchObject({ state: "received", finishedAt: null });
  expect(await recoverGenerations()).toEqual({ requeued: 0, resumed: 1, unknown: 0 });
  expect(await claimAndFinish(id)).toBe(true);
  expect(await read(id)).toMatchObject({ state: "succeeded" });
  expect(upstream.calls()).toHaveLength(1);
});
