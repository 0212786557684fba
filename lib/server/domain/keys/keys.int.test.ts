import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { KeyHolder } from "@/lib/contracts/key-sources";
import type { KeyCheckBody, KeyInUse } from "@/lib/contracts/keys";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { databasePool } from "@/lib/server/db/pools";
import { closeDatabase, db } from "@/lib/server/db";
import { setWorkspaceBudget } from "@/lib/server/domain/budgets/commands";
import { retryGeneration } from "@/lib/server/domain/generations/commands";
import { checkKey } from "@/lib/server/domain/keys/check";
import { removeKey, setKey } from "@/lib/server/domain/keys/commands";
import { loadKeys } from "@/lib/server/domain/keys/queries";
import { loadStudioState } from "@/lib/server/domain/studio/state";
import { createTurn } from "@/lib/server/domain/turns/create";
import { testKey } from "@/lib/server/domain/turns/test-key";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { type JobRunner, startRunner } from "@/lib/server/jobs/runner";
import { makeLog } from "@/lib/server/log";
import { makeActor } from "@/scripts/testing/studio";
import { addMember } from "@/scripts/testing/team";
import { turnBody } from "@/scripts/testing/turn-body";
import { waitForLock } from "@/scripts/testing/wait-for-lock";

/** Real database, real runner, scripted upstream. */

const upstream = await vi.hoisted(async () => {
  const { beginUpstream } = await import("@/scripts/testing/scripted-upstream");
  return beginUpstream();
});

const OWN = "sk-canary-own-Wq3vN8-a1b2";
const SHARED = "sk-canary-shared-Zt6yR1-c3d4";

let ada: Actor;
let ben: Actor;
let runner: JobRunner | null = null;

beforeAll(async () => {
  await prepareQueue();
});
beforeEach(async () => {
  upstream.reset();
  await db.generation.deleteMany();
  ada = await makeActor("Ada");
  ben = await addMember(ada.workspaceId, "member", "Ben");
});
afterEach(async () => {
  upstream.reset();
  await runner?.stop(0);
  runner = null;
});
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

async function send(actor: Actor): Promise<string> {
  const { turn } = await createTurn(actor, turnBody(), { clock: systemClock });
  return turn.generations[0]?.id ?? "";
}

const rowOf = (id: string) => db.generation.findUniqueOrThrow({ where: { id } });
const ended = (id: string) =>
  vi.waitFor(async () => expect((await rowOf(id)).finishedAt).not.toBeNull(), { timeout: 20_000 });
const sentKeys = () => upstream.calls().map(({ headers }) => headers["authorization"]);

test("a member's own key comes before the workspace's, and that before the instance's: shown, recorded and sent", async () => {
  runner = await startRunner();
  const shown = async () => (await loadStudioState(ben, { clock: systemClock })).key;
  expect(await shown()).toEqual({ source: "instance", ending: null });
  const first = await send(ben);
  await ended(first);

  await setKey(ada, { holder: "workspace", key: SHARED });
  expect(await shown()).toEqual({ source: "workspace", ending: "c3d4" });
  const second = await send(ben);
  await ended(second);

  await setKey(ben, { holder: "member", key: OWN });
  expect(await shown()).toEqual({ source: "member", ending: "a1b2" });
  const third = await send(ben);
  await ended(third);
  // Ben's own key does not pay for Ada.
  const fourth = await send(ada);
  await ended(fourth);

  expect(sentKeys()).toEqual([
    `Bearer ${upstream.apiKey}`,
    `Bearer ${SHARED}`,
    `Bearer ${OWN}`,
    `Bearer ${SHARED}`,
  ]);
  const sources = await Promise.all([first, second, third, fourth].map(rowOf));
  expect(sources.map(({ keySource }) => keySource)).toEqual([
    "instance",
    "workspace",
    "member",
    "workspace",
  ]);
});

test("a queued generation uses the replaced key of the same owner, and never another owner's", async () => {
  await setKey(ada, { holder: "workspace", key: SHARED });
  const waiting = await send(ben);
  // The generation keeps the workspace's key, although Ben's own is now chosen first.
  await setKey(ben, { holder: "member", key: OWN });
  await setKey(ada, { holder: "workspace", key: `${SHARED}-new` });
  runner = await startRunner();
  await ended(waiting);
  expect(sentKeys()).toEqual([`Bearer ${SHARED}-new`]);
});

test("a generation whose key was removed fails unbilled without a call, and a retry uses the key chosen now", async () => {
  await setKey(ben, { holder: "member", key: OWN });
  const id = await send(ben);
  await removeKey(ben, "member");
  runner = await startRunner();
  await ended(id);
  expect(upstream.calls()).toEqual([]);
  expect(await rowOf(id)).toMatchObject({
    state: "failed",
    failureCode: "key_removed",
    billed: "no",
    costMicroUsd: 0,
    sentAt: null,
  });
  const again = await retryGeneration(
    ben,
    { generationId: id as never, mayPayAgain: false },
    { clock: systemClock },
  );
  await ended(again.id);
  expect(sentKeys()).toEqual([`Bearer ${upstream.apiKey}`]);
});

test("a turn whose shown key is not the one that would pay is refused", async () => {
  const shown = (await loadStudioState(ben, { clock: systemClock })).key;
  const sendShowing = (keyShown: KeyInUse) =>
    createTurn(ben, turnBody({ keyShown }), { clock: systemClock });
  const { turn } = await sendShowing(shown);
  const id = turn.generations[0]?.id ?? "";
  // Stale values: the sandbox, the instance's key, and a key that was replaced.
  await expect(sendShowing({ source: "sandbox", ending: null })).rejects.toMatchObject({
    code: "key_changed",
  });
  await setKey(ben, { holder: "member", key: OWN });
  for (const stale of [shown, { source: "member", ending: "zzzz" } as const]) {
    await expect(sendShowing(stale)).rejects.toMatchObject({ code: "key_changed" });
  }
  const failed = { state: "failed", billed: "no", finishedAt: new Date() } as const;
  await db.generation.update({ where: { id }, data: failed });
  const again = (keyShown: KeyInUse) =>
    retryGeneration(
      ben,
      { generationId: id as never, mayPayAgain: false, keyShown },
      { clock: systemClock },
    );
  await expect(again(shown)).rejects.toMatchObject({ code: "key_changed" });
  expect(await db.generation.count({ where: { createdById: ben.userId } })).toBe(1);
  await again((await loadStudioState(ben, { clock: systemClock })).key);
});

test("a key removed during a send is refused with key_changed, and no part of the turn remains", async () => {
  const removedDuring = async (act: () => Promise<unknown>) => {
    await setKey(ben, { holder: "member", key: OWN });
    const client = await databasePool().connect();
    await client.query("BEGIN");
    await client.query(`DELETE FROM "UpstreamKey" WHERE "userId" = $1`, [ben.userId]);
    const outcome = act().catch((error: unknown) => error);
    await waitForLock();
    await client.query("COMMIT");
    client.release();
    return outcome;
  };
  expect(await removedDuring(() => send(ben))).toMatchObject({ code: "key_changed" });
  expect(await db.thread.count({ where: { createdById: ben.userId } })).toBe(0);

  const id = await send(ben);
  const failed = { state: "failed", billed: "no", finishedAt: new Date() } as const;
  await db.generation.update({ where: { id }, data: failed });
  const again = () =>
    retryGeneration(ben, { generationId: id as never, mayPayAgain: false }, { clock: systemClock });
  expect(await removedDuring(again)).toMatchObject({ code: "key_changed" });
  expect((await rowOf(id)).supersededAt).toBeNull();
});

test("a sealed key copied to another row does not open", async () => {
  const eve = await makeActor("Eve");
  await setKey(ben, { holder: "member", key: OWN });
  await setKey(eve, { holder: "member", key: "sk-canary-eve-0000" });
  const { sealed } = await db.upstreamKey.findUniqueOrThrow({ where: { userId: ben.userId } });
  await db.upstreamKey.update({ where: { userId: eve.userId }, data: { sealed } });
  const id = await send(eve);
  runner = await startRunner();
  await ended(id);
  expect(await rowOf(id)).toMatchObject({ state: "failed", failureCode: "key_unreadable" });
  expect(upstream.calls()).toEqual([]);
});

test("setting, removing and checking the workspace's key needs the right to manage", async () => {
  for (const act of [
    () => setKey(ben, { holder: "workspace", key: SHARED }),
    () => removeKey(ben, "workspace"),
    () => checkKey(ben, "workspace"),
  ]) {
    await expect(act()).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(removeKey(ada, "workspace")).rejects.toMatchObject({ code: "not_found" });
  await expect(checkKey(ada, "workspace")).rejects.toMatchObject({ code: "not_found" });
  expect((await loadKeys(ben)).mayManage).toBe(false);
});

test("the check lists the upstream's models with that key", async () => {
  await setKey(ben, { holder: "member", key: OWN });
  expect(await checkKey(ben, "member")).toMatchObject({ outcome: "accepted", models: 2 });
  upstream.listModelsWith({ status: 401, json: { error: { message: `bad key ${OWN}` } } });
  const refused = await checkKey(ben, "member");
  expect(refused).toMatchObject({ outcome: "refused", failureCode: "invalid_api_key" });
  expect(JSON.stringify(refused)).not.toContain(OWN);
});

test("the paid check sends one image at the agreed price with the checked key, and only if requested", async () => {
  await setKey(ada, { holder: "workspace", key: SHARED });
  await setKey(ada, { holder: "member", key: OWN });
  runner = await startRunner();
  const { model } = turnBody().settings;
  const picture = { model, agreedMicroUsd: 30_000, idempotencyKey: randomUUID() };
  const check = (body: KeyCheckBody, holder: KeyHolder = "workspace", actor = ada) =>
    testKey(actor, { ...body, holder }, { clock: systemClock });
  expect(await check({})).toMatchObject({ outcome: "accepted", trialThreadId: null });
  await expect(check({ picture: { ...picture, agreedMicroUsd: 1 } })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(check({ picture }, "workspace", ben)).rejects.toMatchObject({ code: "forbidden" });
  // As if another tab had replaced the key meanwhile.
  const keyShown = { source: "workspace" as const, ending: OWN.slice(-4) };
  await expect(check({ picture: { ...picture, keyShown } })).rejects.toMatchObject({
    code: "key_changed",
  });
  expect(await db.generation.count()).toBe(0);

  // Ada's own key would be chosen otherwise; the repeated check has the same idempotency key.
  const { trialThreadId } = await check({ picture });
  expect((await check({ picture })).trialThreadId).toBe(trialThreadId);
  const [generation] = await db.generation.findMany({ include: { thread: true } });
  expect(generation).toMatchObject({ keySource: "workspace", priceMicroUsd: 30_000 });
  expect(generation?.thread).toMatchObject({ id: trialThreadId, visibility: "private" });
  await ended(generation?.id ?? "");
  expect(sentKeys()).toEqual([`Bearer ${SHARED}`]);

  await setWorkspaceBudget(
    ada,
    { dayMicroUsd: 30_000, monthMicroUsd: null },
    { clock: systemClock },
  );
  const another = { ...picture, idempotencyKey: randomUUID() };
  await expect(check({ picture: another })).rejects.toMatchObject({ code: "budget_exhausted" });
  upstream.listModelsWith({ status: 401, json: { error: { message: "no" } } });
  expect(await check({ picture: another }, "member")).toMatchObject({
    outcome: "refused",
    trialThreadId: null,
  });
  expect(await db.generation.count()).toBe(1);
});

test("setting and removing a key is audited with its ending alone, and published", async () => {
  await setKey(ada, { holder: "workspace", key: SHARED });
  await setKey(ada, { holder: "workspace", key: `${SHARED}-wxyz` });
  await removeKey(ada, "workspace");
  const entries = await db.auditEntry.findMany({ where: { workspaceId: ada.workspaceId } });
  expect(entries).toHaveLength(3);
  const found = entries.map(({ act, targetName, details }) => ({ act, targetName, details }));
  // Entries of one millisecond have no defined order.
  for (const entry of [
    { act: "key.set", targetName: "…c3d4", details: { holder: "workspace" } },
    { act: "key.set", targetName: "…wxyz", details: { holder: "workspace", before: "…c3d4" } },
    { act: "key.removed", targetName: "…wxyz", details: { holder: "workspace" } },
  ]) {
    expect(found).toContainEqual(entry);
  }
  const events = await db.event.findMany({ where: { workspaceId: ada.workspaceId } });
  expect(events.map(({ payload }) => payload)).toEqual(
    Array.from({ length: 3 }, () => ({ kind: "workspace.changed" })),
  );
});

test("no row, reply or log line contains a key", async () => {
  const written: string[] = [];
  const logger = makeLog({ write: (line) => void written.push(line) });
  logger.level = "info";
  await setKey(ben, { holder: "member", key: OWN });
  await setKey(ada, { holder: "workspace", key: SHARED });
  logger.error({ text: `a log entry with ${OWN}` }, `and ${SHARED} slipped`);
  expect(written.join("")).toContain("slipped");
  expect(written.join("")).not.toContain("canary");

  runner = await startRunner();
  upstream.script([{ status: 400, json: { error: { message: `your key ${OWN} is odd` } } }]);
  const id = await send(ben);
  await ended(id);
  const found = JSON.stringify([
    await loadKeys(ben),
    await loadStudioState(ben, { clock: systemClock }),
    await rowOf(id),
  ]);
  expect(found).toContain("is odd");
  expect(found).not.toContain("canary");
  expect(await dumpAsText()).not.toMatch(/sk-canary|Wq3vN8|Zt6yR1/);
});

/** Every row of every table as text, and the sealed bytes decoded as Latin-1. */
async function dumpAsText(): Promise<string> {
  const pool = databasePool();
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
    texts.push(...rows.map(({ line }) => line));
  }
  const sealed = await db.upstreamKey.findMany({ select: { sealed: true } });
  expect(sealed.length).toBeGreaterThan(1);
  texts.push(...sealed.map((row) => Buffer.from(row.sealed).toString("latin1")));
  return texts.join("\n");
}
