import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { databasePool } from "@/lib/server/db/pools";
import { db } from "@/lib/server/db";
import { listAudit } from "@/lib/server/domain/audit/queries";
import { brandId } from "@/lib/server/domain/brand";
import { loadBudgets } from "@/lib/server/domain/budgets/queries";
import { listImages } from "@/lib/server/domain/images/queries";
import { countByMonth, readBucket } from "@/lib/server/domain/images/wall/months";
import { listJobs } from "@/lib/server/domain/instance/jobs";
import { listPeople } from "@/lib/server/domain/instance/people";
import { formatCursor } from "@/lib/server/domain/lists/cursor";
import { loadStudioState } from "@/lib/server/domain/studio/state";
import { loadThreadPage } from "@/lib/server/domain/threads/page";
import { listThreads } from "@/lib/server/domain/threads/queries";
import { loadThreadTree } from "@/lib/server/domain/threads/tree";
import { listAttempts } from "@/lib/server/domain/usage/attempts";
import { storeFiles } from "@/scripts/seed/files";
import { createTeam, NO_PASSWORD } from "@/scripts/seed/people";
import { seedHistory } from "@/scripts/seed/seed";
import { explainAll, type Scan } from "@/scripts/testing/plans";

const images = 10_000;
/** Tables with fewer rows are read as a whole, and rightly. */
const smallTable = 500;
/** Threads of another workspace: with few threads it is right to read them all. */
const otherThreads = 8_000;

let member: Actor;
let manager: Actor;
/** Tables that grow with the history. */
let growing: ReadonlySet<string>;
/** A cursor in the middle of the history. */
let deep: string;

beforeAll(async () => {
  const team = await createTeam(NO_PASSWORD);
  await db.$executeRaw`
    INSERT INTO "Thread" (id, "workspaceId", "createdById", title, settings)
    SELECT gen_random_uuid(), ${team.personalId}::uuid, ${team.ownerId}::uuid, 'Other ' || n, '{}'
    FROM generate_series(1, ${otherThreads}::int) n`;
  await seedHistory({ team, images, files: await storeFiles(3), now: new Date() });
  // Pages that every transaction sees make index-only scans cheap, as in a database that autovacuum has visited.
  await databasePool().query("VACUUM (FREEZE, ANALYZE)");
  const actorOf = (userId: string, role: "owner" | "member"): Actor => ({
    userId: brandId(userId),
    isInstanceOwner: role === "owner",
    sessionId: "00000000-0000-7000-8000-000000000000",
    token: null,
    address: null,
    name: "",
    email: "",
    workspaceId: brandId(team.id),
    role,
    roles: new Map([[brandId(team.id), role]]),
  });
  manager = actorOf(team.ownerId, "owner");
  member = actorOf(team.memberIds[3] ?? "", "member");
  const { rows } = await databasePool().query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND reltuples > $1
       -- A row per month, creator and audience: a list of months reads its workspace's.
       AND relname NOT IN ('ImageCount', 'StackCount')`,
    [smallTable],
  );
  growing = new Set(rows.map(({ name }) => name));
  const [middle] = await db.image.findMany({
    where: { workspaceId: team.id },
    orderBy: { createdAt: "asc" },
    skip: images / 3,
    take: 1,
  });
  deep = formatCursor({ at: middle?.createdAt ?? new Date(), id: middle?.id ?? "" });
});

/** No growing table is read as a whole, with its values or without, and few of its rows are read for the page. */
async function expectFlat(work: () => Promise<unknown>, rowsMost: number): Promise<void> {
  const explained = await explainAll(work);
  expect(explained.length).toBeGreaterThan(0);
  let rowsRead = 0;
  for (const { text, scans, namedScans } of explained) {
    const isGrowing = ({ table }: Scan) => growing.has(table);
    const whole = [...scans, ...namedScans].filter(
      (scan) => scan.how === "Seq Scan" && isGrowing(scan),
    );
    expect(whole, text).toEqual([]);
    rowsRead += scans.filter(isGrowing).reduce((sum, scan) => sum + scan.rowsRead, 0);
  }
  const account = explained.map(({ text, scans }) => ({ text: text.slice(0, 2_000), scans }));
  expect(rowsRead, JSON.stringify(account, null, 1)).toBeLessThanOrEqual(rowsMost);
}

test("the tables that grow are the ones that lists read", () => {
  expect([...growing]).toEqual(expect.arrayContaining(["Thread", "Turn", "Generation", "Image"]));
});

test.each([
  ["the first page", () => ({})],
  ["a page deep in the history", () => ({ cursor: deep })],
  ["archived ones", () => ({ view: "archived" as const })],
])("threads, %s: few rows for 40", async (_, query) => {
  await expectFlat(() => listThreads(member, query()), 40 * 20);
});

test.each([
  ["the first page", undefined],
  ["a page deep in the history", true],
])("images, %s: few rows for 30", async (_, isDeep) => {
  await expectFlat(() => listImages(member, isDeep ? { cursor: deep } : {}), 30 * 12);
});

/** Found often, seldom, and never. */
const fragments = ["a", "light", "灯塔", "zeppelin", "紫砂茶壶夜市"];

test.each(fragments)(
  "a search of images for %s looks at the newest and at the index",
  async (query) => {
    await expectFlat(() => listImages(member, { query }), 4_000);
  },
);

test.each([
  { view: "mine" as const, sort: "oldest" as const },
  { view: "uploads" as const },
  { view: "trash" as const },
  { view: "favourites" as const, sort: "favourited" as const },
])("images, %o: few rows for 30", async (query) => {
  await expectFlat(() => listImages(member, query), 30 * 25);
});

test.each(["by:me light", "shape:3:2 size:>=16 light", "is:favourite", "tag:nothing"])(
  "a search of images for %s looks at the newest and at indexes",
  async (query) => {
    await expectFlat(() => listImages(member, { query }), 4_000);
  },
);

test("months and a bucket: kept counts, and the rows of that month alone", async () => {
  await expectFlat(() => countByMonth(member, {}), 2_000);
  const month = deep.slice(0, 7);
  await expectFlat(() => readBucket(member, { month }), 3 * 2_000);
});

test.each(["turn", "thread"] as const)(
  "months and a bucket of stacks by %s: kept counts, and the stacks of that month alone",
  async (stacks) => {
    for (const view of ["all", "mine"] as const) {
      await expectFlat(() => countByMonth(member, { view, stacks }), 2_000);
      const { months } = await countByMonth(member, { view, stacks });
      const [fullest] = months.toSorted((one, other) => other.count - one.count);
      const { month = "", count = 0 } = fullest ?? {};
      expect(count).toBeGreaterThan(20);
      await expectFlat(() => readBucket(member, { view, month, stacks }), 12 * count + 1_000);
      const few = () => readBucket(member, { view, month, stacks, take: 2 });
      expect(new Set((await few()).stacks).size).toBe(2);
    }
  },
);

test.each(fragments)(
  "a search of threads for %s looks at the latest and at the index",
  async (query) => {
    await expectFlat(() => listThreads(member, { query }), 8_000);
  },
);

test.each([
  ["all", "member", () => member],
  ["all", "manager", () => manager],
  ["billed_without_picture", "manager", () => manager],
] as const)("attempts, %s, for a %s: few rows for 50", async (outcome, _, actorOf) => {
  await expectFlat(() => listAttempts(actorOf(), { outcome, cursor: deep }), 50 * 14);
});

test("budgets: rows of this month alone", async () => {
  await db.workspace.update({
    where: { id: manager.workspaceId },
    data: { budgetMonthMicroUsd: 1_000_000_000n },
  });
  await expectFlat(() => loadBudgets(manager, { clock: systemClock }), 1_200);
});

test("the audit log: few rows for 50", async () => {
  await expectFlat(() => listAudit(manager, "workspace", { cursor: deep }), 50 * 4);
  await expectFlat(() => listAudit(manager, "instance", {}), 50 * 4);
});

test("people: few rows for a page", async () => {
  await expectFlat(() => listPeople(manager, {}), 50 * 6);
});

test.each(["under_way", "waiting", "failed", "unknown"] as const)(
  "jobs, %s: few rows for 50",
  async (group) => {
    await expectFlat(() => listJobs(manager, { group }, { clock: systemClock }), 50 * 20);
  },
);

test("what every page loads: few rows", async () => {
  await expectFlat(() => loadStudioState(member, { clock: systemClock }), 1_500);
});

test("a thread and its tree: rows of that thread alone", async () => {
  const { threads } = await listThreads(member, {});
  const [first] = threads;
  if (first === undefined) throw new Error("the history has no threads");
  await expectFlat(() => loadThreadPage(member, first.id, {}), 2_000);
  await expectFlat(() => loadThreadTree(member, first.id), 2_000);
});
