import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { POST as setUp } from "@/app/api/setup/route";
import { POST as postTurn } from "@/app/api/turns/route";
import { nearestToEnd } from "@/lib/contracts/budget-notice";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { setMemberBudget, setWorkspaceBudget } from "@/lib/server/domain/budgets/commands";
import { loadBudgets } from "@/lib/server/domain/budgets/queries";
import { cancelGeneration, retryGeneration } from "@/lib/server/domain/generations/commands";
import { setKey } from "@/lib/server/domain/keys/commands";
import { loadStudioState } from "@/lib/server/domain/studio/state";
import { createTurn } from "@/lib/server/domain/turns/create";
import { listAttempts } from "@/lib/server/domain/usage/attempts";
import { loadSpending, readCells } from "@/lib/server/domain/usage/spending";
import { toSpendingCsv } from "@/lib/server/domain/usage/spending-csv";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { type JobRunner, startRunner } from "@/lib/server/jobs/runner";
import { makeActor } from "@/scripts/testing/studio";
import { addMember } from "@/scripts/testing/team";
import { turnBody } from "@/scripts/testing/turn-body";

/** Budgets on a real database and, where calls are counted, with real runners and a scripted upstream. */

const upstream = await vi.hoisted(async () => {
  const { beginUpstream } = await import("@/scripts/testing/scripted-upstream");
  return beginUpstream();
});

/** The price of one image of the default model, by its profile. */
const PRICE = 30_000;
const NONE = { dayMicroUsd: null, monthMicroUsd: null };

let ada: Actor;
let ben: Actor;
let runner: JobRunner | null = null;

beforeAll(async () => {
  await prepareQueue();
});
beforeEach(async () => {
  upstream.reset();
  ada = await makeActor("Ada");
  ben = await addMember(ada.workspaceId, "member", "Ben");
});
afterEach(async () => {
  upstream.reset();
  await runner?.stop(0);
  runner = null;
  await db.generation.deleteMany();
});
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

async function send(actor: Actor, variations = 1): Promise<string> {
  const settings = { ...turnBody().settings, variations };
  const { turn } = await createTurn(actor, turnBody({ settings }), { clock: systemClock });
  return turn.generations[0]?.id ?? "";
}

const countIn = ({ workspaceId }: Actor) => db.generation.count({ where: { workspaceId } });
const end = (id: string, data: { billed: "yes" | "no" | "unknown"; costMicroUsd: number | null }) =>
  db.generation.update({
    where: { id },
    data: {
      ...data,
      state: data.billed === "yes" ? "succeeded" : "failed",
      finishedAt: new Date(),
    },
  });

test("PRICE is the profile's price", async () => {
  const id = await send(ada);
  expect((await db.generation.findUniqueOrThrow({ where: { id } })).priceMicroUsd).toBe(PRICE);
});

test("of a hundred concurrent turns against a budget for one, one makes a generation and a call", async () => {
  await setWorkspaceBudget(
    ada,
    { dayMicroUsd: PRICE, monthMicroUsd: null },
    { clock: systemClock },
  );
  const events = () => db.event.count({ where: { workspaceId: ada.workspaceId } });
  const before = await events();
  runner = await startRunner();
  const sent = await Promise.allSettled(
    Array.from({ length: 100 }, (_, n) => send(n % 2 === 0 ? ada : ben)),
  );
  expect(sent.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of sent) {
    if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "budget_exhausted" });
  }
  expect(await countIn(ada)).toBe(1);
  expect(await db.turn.count({ where: { workspaceId: ada.workspaceId } })).toBe(1);
  expect(await db.thread.count({ where: { workspaceId: ada.workspaceId } })).toBe(1);
  await vi.waitFor(
    async () =>
      expect(
        await db.generation.count({ where: { workspaceId: ada.workspaceId, state: "succeeded" } }),
      ).toBe(1),
    { timeout: 20_000 },
  );
  expect(upstream.calls()).toHaveLength(1);
  // The turn, its generation's changes, and one event about the exhausted budget.
  expect((await events()) - before).toBeLessThan(10);
}, 60_000);

test("of a hundred concurrent requests against a budget for one, 99 answer 402 with the limit and the price", async () => {
  const local = { host: "localhost:3000", origin: "http://localhost:3000" };
  const post = (handler: typeof postTurn, path: string, json: unknown, cookie = "") =>
    handler(
      new Request(`http://localhost:3000${path}`, {
        method: "POST",
        headers: {
          ...local,
          "x-pentimento-peer": "127.0.0.1",
          "content-type": "application/json",
          ...(cookie && { cookie }),
        },
        body: JSON.stringify(json),
      }),
      { params: Promise.resolve({}) },
    );
  const owner = { name: "Ada", email: "ada@example.org", password: "lighthouse keeper" };
  // Setup needs an empty instance, without the other tests' accounts.
  await db.user.deleteMany({ where: { turns: { none: {} }, threads: { none: {} } } });
  await db.thread.deleteMany();
  await db.user.deleteMany();
  await db.workspace.deleteMany();
  const reply = await post(setUp, "/api/setup", owner);
  expect(reply.status).toBe(201);
  const cookie = reply.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  await db.workspace.updateMany({ data: { budgetMonthMicroUsd: PRICE } });

  const replies = await Promise.all(
    Array.from({ length: 100 }, () => post(postTurn, "/api/turns", turnBody(), cookie)),
  );
  const statuses = replies.map(({ status }) => status);
  expect(statuses.filter((status) => status === 202)).toHaveLength(1);
  expect(statuses.filter((status) => status === 402)).toHaveLength(99);
  const refused = replies.find(({ status }) => status === 402);
  expect(await refused?.json()).toMatchObject({
    code: "budget_exhausted",
    details: {
      whose: "workspace",
      period: "month",
      limitMicroUsd: PRICE,
      spentMicroUsd: PRICE,
      priceMicroUsd: PRICE,
    },
  });
  expect(await db.generation.count()).toBe(1);
}, 60_000);

test("a turn is refused unless all of its variations fit the budget", async () => {
  await setWorkspaceBudget(ada, { ...NONE, dayMicroUsd: 3 * PRICE }, { clock: systemClock });
  await expect(send(ada, 4)).rejects.toMatchObject({ code: "budget_exhausted" });
  expect(await countIn(ada)).toBe(0);
  await send(ada, 3);
  await expect(send(ada)).rejects.toMatchObject({ code: "budget_exhausted" });
});

test("a generation reserves its price, settles at its cost, and frees the reservation if unbilled", async () => {
  await setWorkspaceBudget(ada, { ...NONE, dayMicroUsd: PRICE }, { clock: systemClock });
  const spent = async () =>
    (await loadBudgets(ada, { clock: systemClock })).workspace.spent.dayMicroUsd;
  const first = await send(ada);
  expect(await spent()).toBe(PRICE);
  await end(first, { billed: "no", costMicroUsd: 0 });
  expect(await spent()).toBe(0);
  const second = await send(ada);
  await cancelGeneration(ada, brandId(second), { clock: systemClock });
  expect(await spent()).toBe(0);
  const third = await send(ada);
  await end(third, { billed: "yes", costMicroUsd: PRICE / 2 });
  expect(await spent()).toBe(PRICE / 2);
  await expect(send(ada)).rejects.toMatchObject({ code: "budget_exhausted" });
});

test("a generation that may have been billed counts in full, and its retry reserves again", async () => {
  await setWorkspaceBudget(ada, { ...NONE, monthMicroUsd: PRICE }, { clock: systemClock });
  const id = await send(ada);
  await end(id, { billed: "unknown", costMicroUsd: null });
  const retry = () =>
    retryGeneration(ada, { generationId: brandId(id), mayPayAgain: true }, { clock: systemClock });
  await expect(retry()).rejects.toMatchObject({ code: "budget_exhausted" });
  const row = await db.generation.findUniqueOrThrow({ where: { id } });
  expect(row.supersededAt).toBeNull();
  await setWorkspaceBudget(ada, { ...NONE, monthMicroUsd: 2 * PRICE }, { clock: systemClock });
  await retry();
  expect(await countIn(ada)).toBe(2);
});

test("a member's budget limits only that member, workspace and day", async () => {
  await setMemberBudget(
    ada,
    { userId: ben.userId, ...NONE, dayMicroUsd: PRICE },
    { clock: systemClock },
  );
  const id = await send(ben);
  await expect(send(ben)).rejects.toMatchObject({
    code: "budget_exhausted",
    extra: { details: { whose: "member", period: "day" } },
  });
  await send(ada);
  const home = [...ben.roles.keys()].find((workspaceId) => workspaceId !== ben.workspaceId);
  await send({ ...ben, workspaceId: home ?? ben.workspaceId });
  await db.generation.update({
    where: { id },
    data: { queuedAt: new Date(Date.now() - 86_400_000) },
  });
  await send(ben);
});

test.each([
  { whose: "member", period: "day" },
  { whose: "member", period: "month" },
  { whose: "workspace", period: "day" },
  { whose: "workspace", period: "month" },
] as const)(
  "a limit per $whose and $period is shown from 80 percent on and refuses turns beyond 100 percent",
  async (limit) => {
    const limits = { ...NONE, [`${limit.period}MicroUsd`]: 5 * PRICE };
    if (limit.whose === "member")
      await setMemberBudget(ada, { ...limits, userId: ben.userId }, { clock: systemClock });
    else await setWorkspaceBudget(ada, limits, { clock: systemClock });
    const shownLimit = async () =>
      nearestToEnd((await loadStudioState(ben, { clock: systemClock })).budgets);
    await send(ben, 3);
    expect(await shownLimit()).toBeNull();
    await send(ben);
    expect(await shownLimit()).toMatchObject({ ...limit, spentMicroUsd: 4 * PRICE });
    await send(ben);
    await expect(send(ben)).rejects.toMatchObject({
      code: "budget_exhausted",
      extra: { details: { ...limit, limitMicroUsd: 5 * PRICE, spentMicroUsd: 5 * PRICE } },
    });
    expect(await countIn(ben)).toBe(5);
  },
);

test("calls with a member's own key count in the usage but against no budget", async () => {
  await setWorkspaceBudget(ada, { dayMicroUsd: 0, monthMicroUsd: 0 }, { clock: systemClock });
  await expect(send(ben)).rejects.toMatchObject({ code: "budget_exhausted" });
  await setKey(ben, { holder: "member", key: "sk-canary-of-ben-1234" });
  const id = await send(ben);
  await end(id, { billed: "yes", costMicroUsd: PRICE });
  expect((await loadStudioState(ben, { clock: systemClock })).budgets).toEqual([]);
  expect((await loadBudgets(ada, { clock: systemClock })).workspace.spent.monthMicroUsd).toBe(0);
  const spending = await loadSpending(ada, {}, { clock: systemClock });
  expect(spending.total.billedMicroUsd).toBe(PRICE);
  expect(spending.paidByMembers.billedMicroUsd).toBe(PRICE);
});

test("the studio state has the limits in force, what is spent and, near the end, who can raise them", async () => {
  await setWorkspaceBudget(ada, { ...NONE, monthMicroUsd: 5 * PRICE }, { clock: systemClock });
  await send(ada, 3);
  const early = await loadStudioState(ben, { clock: systemClock });
  expect(early.budgets).toEqual([
    { whose: "workspace", period: "month", limitMicroUsd: 5 * PRICE, spentMicroUsd: 3 * PRICE },
  ]);
  expect(early.budgetManagers).toEqual([]);
  await send(ada);
  expect((await loadStudioState(ben, { clock: systemClock })).budgetManagers).toEqual(["Ada"]);
  // Ben does not see Ada's private thread, but gets an event when the workspace's budget nears its end.
  const events = await db.event.findMany({
    where: { workspaceId: ada.workspaceId, audienceId: null },
    orderBy: { seq: "asc" },
  });
  expect(events.map(({ payload }) => payload)).toEqual([
    { kind: "workspace.changed" },
    { kind: "workspace.changed" },
  ]);
});

test("only managers set budgets, for members of their own workspace, and each change is audited", async () => {
  const limits = { dayMicroUsd: 1, monthMicroUsd: null };
  await expect(setWorkspaceBudget(ben, limits, { clock: systemClock })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(
    setMemberBudget(ben, { ...limits, userId: ada.userId }, { clock: systemClock }),
  ).rejects.toMatchObject({
    code: "forbidden",
  });
  const eve = await makeActor("Eve");
  await expect(
    setMemberBudget(ada, { ...limits, userId: eve.userId }, { clock: systemClock }),
  ).rejects.toMatchObject({
    code: "not_found",
  });
  await setWorkspaceBudget(ada, limits, { clock: systemClock });
  await setMemberBudget(ada, { ...limits, userId: ben.userId }, { clock: systemClock });
  const entries = await db.auditEntry.findMany({ where: { workspaceId: ada.workspaceId } });
  const acts = entries.map(({ act, details }) => ({ act, details }));
  expect(acts.toSorted((one, other) => one.act.localeCompare(other.act))).toEqual([
    { act: "budget.changed", details: { from: NONE, to: limits } },
    { act: "member.budget_changed", details: { from: NONE, to: limits } },
  ]);
  expect((await loadBudgets(ben, { clock: systemClock })).members.map(({ name }) => name)).toEqual([
    "Ben",
  ]);
  expect((await loadBudgets(ada, { clock: systemClock })).members.map(({ name }) => name)).toEqual([
    "Ada",
    "Ben",
  ]);
});

test("usage by day, model and member covers everyone for managers, only the caller for members, and no sandbox calls", async () => {
  const at = (id: string, day: string) =>
    db.generation.update({ where: { id }, data: { queuedAt: new Date(`${day}T23:59:59Z`) } });
  const first = await send(ada);
  await end(first, { billed: "yes", costMicroUsd: PRICE });
  await at(first, "2026-03-10");
  const second = await send(ben);
  await end(second, { billed: "unknown", costMicroUsd: null });
  await at(second, "2026-03-11");
  const played = await send(ben);
  await db.generation.update({ where: { id: played }, data: { isSandbox: true } });
  await at(played, "2026-03-11");
  const outside = await send(ben);
  await at(outside, "2026-04-01");

  const range = { from: "2026-03-01", to: "2026-03-31" };
  const all = await loadSpending(ada, range, { clock: systemClock });
  expect(all.days.map(({ day, model, calls }) => `${day} ${model} ${calls}`)).toEqual([
    "2026-03-10 gpt-image-2-vip 1",
    "2026-03-11 gpt-image-2-vip 1",
  ]);
  expect(all.members.map(({ name }) => name).toSorted()).toEqual(["Ada", "Ben"]);
  expect(all.total).toMatchObject({ billedMicroUsd: PRICE, perhapsMicroUsd: PRICE, calls: 2 });
  const own = await loadSpending(ben, range, { clock: systemClock });
  expect(own.isEverybodys).toBe(false);
  expect(own.members.map(({ name }) => name)).toEqual(["Ben"]);
  const viewer = await addMember(ada.workspaceId, "viewer", "Vera");
  await expect(loadSpending(viewer, range, { clock: systemClock })).rejects.toMatchObject({
    code: "forbidden",
  });
  for (const wrong of [
    { from: "2026-03-02", to: "2026-03-01" },
    { from: "2024-01-01", to: "2026-03-01" },
  ]) {
    await expect(loadSpending(ada, wrong, { clock: systemClock })).rejects.toMatchObject({
      code: "invalid_field",
    });
  }
  const csv = toSpendingCsv(await readCells(ada, range));
  expect(csv).toContain("2026-03-10,Ada,gpt-image-2-vip,instance,1,1,0.030000,0.000000,0.000000,");
});

test("sums may exceed the range of a single row's column", async () => {
  const each = 2_000_000_000;
  await setWorkspaceBudget(
    ada,
    { dayMicroUsd: 10 * each, monthMicroUsd: null },
    { clock: systemClock },
  );
  const billed = [await send(ada), await send(ada)];
  for (const id of billed) await end(id, { billed: "yes", costMicroUsd: each });
  const perhaps = [await send(ada), await send(ada)];
  for (const id of perhaps) await end(id, { billed: "unknown", costMicroUsd: null });
  await db.generation.updateMany({
    where: { id: { in: perhaps } },
    data: { priceMicroUsd: each, attempts: 1 },
  });
  await db.generation.updateMany({ where: { id: { in: billed } }, data: { attempts: 1 } });

  const state = await loadStudioState(ada, { clock: systemClock });
  expect(state.spentThisMonthMicroUsd).toBe(2 * each);
  expect(state.budgets[0]?.spentMicroUsd).toBe(4 * each);
  const { sums } = await listAttempts(ada, { outcome: "all" });
  expect(sums).toMatchObject({ billedMicroUsd: 2 * each, perhapsBilledMicroUsd: 2 * each });
  const { workspace } = await loadBudgets(ada, { clock: systemClock });
  expect(workspace.spent).toEqual({ dayMicroUsd: 4 * each, monthMicroUsd: 4 * each });
  const { total } = await loadSpending(ada, {}, { clock: systemClock });
  expect(total).toMatchObject({ billedMicroUsd: 2 * each, perhapsMicroUsd: 2 * each });
});
