import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { closeDatabase, db, inTransaction } from "@/lib/server/db";
import { getEnv } from "@/lib/server/env";
import { isDatabaseAway } from "@/lib/server/errors";

afterAll(closeDatabase);

/** The error that `work` throws. */
async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("it went well");
}

/** Terminates every other connection to this database, as a restart would. */
async function hangUp(): Promise<void> {
  const client = new pg.Client({ connectionString: getEnv().DATABASE_URL });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await client.end();
}

test("a connection that ends during a transaction, a query or a raw query counts as database away", async () => {
  const inBetween = await errorOf(() =>
    inTransaction(async (tx) => {
      await tx.user.count();
      await hangUp();
      await tx.user.count();
    }),
  );
  const underQuery = await errorOf(() =>
    Promise.all([db.$queryRaw`SELECT pg_sleep(60)::text`, untilSleeping().then(hangUp)]),
  );
  const atCommit = await errorOf(() =>
    inTransaction(async (tx) => {
      await tx.user.count();
      await hangUp();
    }),
  );
  for (const error of [inBetween, underQuery, atCommit]) {
    expect(isDatabaseAway(error), String(error)).toBe(true);
  }
});

async function untilSleeping(): Promise<void> {
  for (;;) {
    const asleep = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event = 'PgSleep'`;
    if (asleep.length > 0) return;
  }
}

test("an unreachable address or a missing socket counts as database away", async () => {
  const addresses = [
    "postgresql://u@127.0.0.1:1/none",
    `postgresql://u@localhost/none?host=${encodeURIComponent("/nowhere")}`,
  ];
  for (const connectionString of addresses) {
    const error = await errorOf(() => new pg.Client({ connectionString }).connect());
    expect(isDatabaseAway(error), String(error)).toBe(true);
  }
});

test("a faulty query or a file error does not count as database away", async () => {
  const errors = await Promise.all([
    errorOf(() => db.$queryRaw`SELECT nonsense`),
    errorOf(() => db.user.findUniqueOrThrow({ where: { id: crypto.randomUUID() } })),
    errorOf(() => import("node:fs/promises").then((fs) => fs.readFile("/nowhere/at all"))),
  ]);
  for (const error of errors) expect(isDatabaseAway(error), String(error)).toBe(false);
});
