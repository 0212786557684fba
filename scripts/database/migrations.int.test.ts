import { expect, test } from "vitest";
import { createTestDatabase } from "../testing/database";
import { withClient } from "./connection";
import { applyMigrations, readMigrations } from "./migrations";

test("a migrated database has every migration in Prisma's table and needs none again", async () => {
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

test("a database of a newer version is refused in words", async () => {
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
