import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { withDatabaseUse } from "@/lib/server/db/pools";
import { closeDatabase, db, inTransaction, type Tx } from "@/lib/server/db";
import { getEnv } from "@/lib/server/env";
import { isWriteConflict } from "@/lib/server/errors";
import { retryConflicts } from "@/lib/server/db/retry-conflicts";
import { waitForLock } from "@/scripts/testing/wait-for-lock";

/** Deadlocks and serialization failures, forced by a second PostgreSQL session. */

let rival: pg.Client;
let first: string;
let second: string;

beforeEach(async () => {
  rival = new pg.Client({ connectionString: getEnv().DATABASE_URL });
  await rival.connect();
  // PostgreSQL must abort the code's side, not this one.
  await rival.query("SET deadlock_timeout = '1h'");
  [first, second] = await Promise.all([makeWorkspace(), makeWorkspace()]);
});
afterEach(() => rival.end());
afterAll(closeDatabase);

async function makeWorkspace(): Promise<string> {
  return (await db.workspace.create({ data: { name: "w", kind: "team" } })).id;
}

const nameOf = async (id: string) => (await db.workspace.findUniqueOrThrow({ where: { id } })).name;

const rename = (tx: Tx, id: string, name: string) =>
  tx.workspace.update({ where: { id }, data: { name } });

test("a transaction that PostgreSQL aborts with a deadlock runs again and is committed once", async () => {
  await rival.query("BEGIN");
  await rival.query('UPDATE "Workspace" SET name = $2 WHERE id = $1', [second, "rival"]);
  let runs = 0;
  let rivals: Promise<unknown> | undefined;
  await inTransaction(async (tx) => {
    runs += 1;
    // The last session to wait checks for deadlocks, and that is this one.
    await tx.$executeRaw`SET LOCAL deadlock_timeout = '10ms'`;
    await tx.user.create({
      data: { name: "Ada", email: `${first}@example.org`, passwordHash: "-" },
    });
    await rename(tx, first, "ours");
    if (runs === 1) {
      rivals = rival
        .query('UPDATE "Workspace" SET name = $2 WHERE id = $1', [first, "rival"])
        .then(() => rival.query("COMMIT"));
      await waitForLock();
    }
    await rename(tx, second, "ours");
  });
  await rivals;
  expect(runs).toBe(2);
  expect([await nameOf(first), await nameOf(second)]).toEqual(["ours", "ours"]);
  expect(await db.user.count({ where: { email: `${first}@example.org` } })).toBe(1);
});

test("a transaction that PostgreSQL aborts with a serialization failure runs again on current data", async () => {
  let runs = 0;
  const seen: string[] = [];
  await inTransaction(
    async (tx) => {
      runs += 1;
      const { name } = await tx.workspace.findUniqueOrThrow({ where: { id: first } });
      seen.push(name);
      if (runs === 1) {
        await rival.query('UPDATE "Workspace" SET name = $2 WHERE id = $1', [first, "rival"]);
      }
      await rename(tx, first, `${name}, ours`);
    },
    { isolation: "RepeatableRead" },
  );
  expect(seen).toEqual(["w", "rival"]);
  expect(await nameOf(first)).toBe("rival, ours");
});

test("a serialization failure at commit is retried too", async () => {
  // Each reads what the other writes, so one of the two cannot be serialized.
  await rival.query("BEGIN ISOLATION LEVEL SERIALIZABLE");
  await rival.query('SELECT name FROM "Workspace" WHERE id = $1', [second]);
  let runs = 0;
  await inTransaction(
    async (tx) => {
      runs += 1;
      await tx.$queryRaw`SELECT name FROM "Workspace" WHERE id = ${first}::uuid`;
      await rename(tx, second, "ours");
      if (runs > 1) return;
      await rival.query('UPDATE "Workspace" SET name = $2 WHERE id = $1', [first, "rival"]);
      await rival.query("COMMIT");
    },
    { isolation: "Serializable" },
  );
  expect(runs).toBe(2);
  expect([await nameOf(first), await nameOf(second)]).toEqual(["rival", "ours"]);
});

test("a single statement outside a transaction is retried as well", async () => {
  const [{ name }] = await db.$queryRaw<[{ name: string }]>`SELECT current_database() AS name`;
  // Applies to connections opened from here on: the upkeep pool's.
  await db.$executeRawUnsafe(
    `ALTER DATABASE "${name}" SET default_transaction_isolation = 'repeatable read'`,
  );
  await rival.query("BEGIN");
  await rival.query('UPDATE "Workspace" SET name = $2 WHERE id = $1', [first, "rival"]);
  const ours = withDatabaseUse("upkeep", () =>
    db.workspace.updateMany({ where: { id: first }, data: { name: "ours" } }),
  );
  const changed = ours.then(({ count }) => count);
  await waitForLock();
  await rival.query("COMMIT");
  expect(await changed).toBe(1);
  expect(await nameOf(first)).toBe("ours");
});

test("a persistent conflict is thrown after six runs with growing pauses; other errors at once", async () => {
  const conflict = Object.assign(new Error("deadlock detected"), { code: "40P01" });
  expect(isWriteConflict(conflict)).toBe(true);
  const pauses: number[] = [];
  let runs = 0;
  const options = { pause: async (ms: number) => pauses.push(ms), random: () => 0.5 };
  const failing = retryConflicts(async () => {
    runs += 1;
    throw conflict;
  }, options);
  await expect(failing).rejects.toBe(conflict);
  expect(runs).toBe(6);
  expect(pauses).toEqual([20, 40, 80, 160, 320]);

  const other = new Error("no such thing");
  await expect(retryConflicts(() => Promise.reject(other), options)).rejects.toBe(other);
  expect(pauses).toHaveLength(5);
  const taken = inTransaction((tx) =>
    tx.workspace.create({ data: { id: first, name: randomUUID(), kind: "team" } }),
  );
  await expect(taken).rejects.toMatchObject({ code: "P2002" });
});
