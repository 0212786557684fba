import { expect, test } from "vitest";
import { createTestDatabase } from "../testing/database";
import { withClient } from "./connection";
import { applyMigrations, readMigrations } from "./migrations";

test("a migrated database lists every migration in Prisma's table and migrates no further", async () => {
  const database = await createTestDatabase();
  const names = (await readMigrations()).map(({ name }) => name);
  const { rows } = await withClient(database.url, (client) =>
    client.query<{ migration_name: string; checksum: string }>(
      "SELECT migration_name, checksum FROM _prisma_migrations ORDER BY migration_name",
    ),
  );
  expect(rows.map((row) => row.migration_name)).toEqual(names);
  expect(await applyMigrations(database.url)).toEqual([]);
  await database.drop();
});

test("a database of a newer version is refused with a readable message", async () => {
  const database = await createTestDatabase();
  await withClient(database.url, (client) =>
    client.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', '', '99990101000000_future', now())",
    ),
  );
  await expect(applyMigrations(database.url)).rejects.toThrow(
    /newer version .*99990101000000_future/,
  );
  await database.drop();
});

test("two processes that migrate at once apply each migration once", async () => {
  const database = await createTestDatabase();
  await withClient(database.url, async (client) => {
    await client.query("DROP SCHEMA public CASCADE");
    await client.query("CREATE SCHEMA public");
  });
  const names = (await readMigrations()).map(({ name }) => name);
  const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(database.url)));
  expect(applied.flat()).toEqual(names);
  await database.drop();
});

/** A database migrated up to, but not including, `name`. */
async function databaseBefore(name: string) {
  const database = await createTestDatabase();
  const before = (await readMigrations()).filter((migration) => migration.name < name);
  await withClient(database.url, async (client) => {
    await client.query("DROP SCHEMA public CASCADE");
    await client.query("CREATE SCHEMA public");
    for (const { sql } of before) await client.query(sql);
    await client.query(
      `CREATE TABLE _prisma_migrations (
         id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
         migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
         started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`,
    );
    for (const { name: applied } of before) {
      await client.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES (gen_random_uuid()::text, '', $1, now(), 1)`,
        [applied],
      );
    }
  });
  return database;
}

test("migrating to audiences keeps images that threads show and gives unused uploads to their creator", async () => {
  const database = await databaseBefore("20261130081732_image_audience");
  const ids = {
    ada: "00000000-0000-7000-8000-000000000001",
    ben: "00000000-0000-7000-8000-000000000002",
    team: "00000000-0000-7000-8000-000000000003",
  };
  const uuid = (n: number) => `00000000-0000-7000-8000-0000000001${String(n).padStart(2, "0")}`;
  const [shown, hidden] = [uuid(1), uuid(2)];
  await withClient(database.url, async (client) => {
    const run = (sql: string, values: unknown[] = []) => client.query(sql, values);
    for (const name of ["ada", "ben"] as const) {
      await run('INSERT INTO "User" (id, email, name) VALUES ($1, $2, $2)', [ids[name], name]);
    }
    await run(`INSERT INTO "Workspace" (id, name, kind) VALUES ($1, 'w', 'team')`, [ids.team]);
    await run(`INSERT INTO "Blob" VALUES ('s', 'image/png', 1, 1, 1, '')`);
    for (const [id, visibility] of [
      [shown, "workspace"],
      [hidden, "private"],
    ]) {
      await run(
        `INSERT INTO "Thread" (id, "workspaceId", "makerId", title, visibility, settings)
         VALUES ($1, $2, $3, 't', $4::"Visibility", '{}')`,
        [id, ids.team, ids.ada, visibility],
      );
    }
    const image = (id: string, threadId: string | null, generationId: string | null) =>
      run(
        `INSERT INTO "Image" (id, "workspaceId", "makerId", origin, "threadId", "generationId", sha256, name)
         VALUES ($1, $2, $3, 'uploaded', $4, $5, 's', 'n')`,
        [id, ids.team, ids.ben, threadId, generationId],
      );
    // Uploads: unused, as a base and as a reference, in the visible thread and in the private one.
    for (let n = 10; n < 15; n += 1) await image(uuid(n), null, null);
    const uses = [
      { turn: uuid(21), thread: shown, base: uuid(11), reference: uuid(12) },
      { turn: uuid(22), thread: hidden, base: uuid(13), reference: uuid(14) },
    ];
    for (const { turn, thread, base, reference } of uses) {
      await run(
        `INSERT INTO "Turn" (id, "threadId", "workspaceId", "makerId", "baseImageId", prompt, settings, "idempotencyKey")
         VALUES ($1, $2, $3, $4, $5, 'p', '{}', $6)`,
        [turn, thread, ids.team, ids.ada, base, turn],
      );
      await run('INSERT INTO "Reference" VALUES ($1, 0, $2)', [turn, reference]);
      await run(
        `INSERT INTO "Generation" (id, "turnId", "threadId", "workspaceId", "makerId", "keySource", position, model, endpoint, "isSandbox", "priceMicroUsd")
         VALUES ($1, $1, $2, $3, $4, 'sandbox', 0, 'm', 'chat', true, 0)`,
        [turn, thread, ids.team, ids.ada],
      );
    }
    await image(uuid(15), shown, uuid(21));
    await image(uuid(16), hidden, uuid(22));
  });

  await applyMigrations(database.url);
  const { rows } = await withClient(database.url, (client) =>
    client.query<{ id: string; audienceId: string | null }>(
      'SELECT id, "audienceId" FROM "Image" ORDER BY id',
    ),
  );
  expect(rows.map(({ audienceId }) => audienceId)).toEqual([
    ids.ben,
    null,
    null,
    ids.ben,
    ids.ben,
    null,
    ids.ada,
  ]);
  await database.drop();
});

test("migrating to createdBy keeps creators and makes reconnecting streams refetch", async () => {
  const database = await databaseBefore("20261130100000_created_by");
  const [ada, team, thread] = [1, 2, 3].map((n) => `00000000-0000-7000-8000-00000000000${n}`);
  await withClient(database.url, async (client) => {
    await client.query(`INSERT INTO "User" (id, email, name) VALUES ($1, 'a', 'a')`, [ada]);
    await client.query(
      `INSERT INTO "Workspace" (id, name, kind, "eventSeq") VALUES ($1, 'w', 'team', 1)`,
      [team],
    );
    await client.query(
      `INSERT INTO "Thread" (id, "workspaceId", "makerId", title, visibility, settings, "doorKey")
       VALUES ($1, $2, $3, 't', 'workspace', '{}', 'key')`,
      [thread, team, ada],
    );
    await client.query(
      `INSERT INTO "Event" ("workspaceId", seq, payload) VALUES ($1, 1, '{"makerId": "x"}')`,
      [team],
    );
  });

  await applyMigrations(database.url);
  await withClient(database.url, async (client) => {
    const threads = await client.query('SELECT "createdById", "compatKey" FROM "Thread"');
    expect(threads.rows).toEqual([{ createdById: ada, compatKey: "key" }]);
    const events = await client.query('SELECT seq FROM "Event"');
    expect(events.rows).toEqual([]);
    // The number goes on, so a stream that resumes at 0 sees a gap and refetches.
    const workspaces = await client.query('SELECT "eventSeq" FROM "Workspace"');
    expect(workspaces.rows).toEqual([{ eventSeq: "1" }]);
  });
  await database.drop();
});

test("migrating to notices keeps links; those that were opened before have had their first opening", async () => {
  const database = await databaseBefore("20261201032855_notices");
  const [ada, team, opened, fresh] = [1, 2, 3, 4].map(
    (n) => `00000000-0000-7000-8000-00000000000${n}`,
  );
  await withClient(database.url, async (client) => {
    await client.query(`INSERT INTO "User" (id, email, name) VALUES ($1, 'a', 'a')`, [ada]);
    await client.query(`INSERT INTO "Workspace" (id, name, kind) VALUES ($1, 'w', 'team')`, [team]);
    await client.query(
      `INSERT INTO "Share" (id, "workspaceId", "createdById", kind, "tokenHash", "sealedToken", openings)
       VALUES ($1, $3, $4, 'image', '1', '', 2), ($2, $3, $4, 'image', '2', '', 0)`,
      [opened, fresh, team, ada],
    );
  });
  await applyMigrations(database.url);
  const { rows } = await withClient(database.url, (client) =>
    client.query(
      `SELECT s."isOpenedByOthers", u."noticesPicks", u."mailsPicks" FROM "Share" s
       JOIN "User" u ON u.id = s."createdById" ORDER BY s.id`,
    ),
  );
  expect(rows).toEqual([
    { isOpenedByOthers: true, noticesPicks: true, mailsPicks: true },
    { isOpenedByOthers: false, noticesPicks: true, mailsPicks: true },
  ]);
  await database.drop();
});
