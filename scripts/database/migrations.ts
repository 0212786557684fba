import { createHash, randomUUID } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { errorCode, errorMessage, explain, Failure } from "../setup/failure";
import { inRoot } from "../setup/root";
import { withClient } from "./connection";

export const migrationsFolder = inRoot("prisma/migrations");
/** An arbitrary key: one process at a time applies migrations. */
const advisoryLock = 7_301_953_226;

export interface Migration {
  /** `<timestamp>_<title>`: the folder's name, and the order. */
  name: string;
  sql: string;
}

/** The committed migrations, oldest first. */
export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.toSorted().map(async (name) => ({
      name,
      sql: await readFile(path.join(migrationsFolder, name, "migration.sql"), "utf8"),
    })),
  );
}

/** Names of the migrations that a database has. */
export async function readApplied(client: pg.Client): Promise<Set<string>> {
  try {
    const { rows } = await client.query<{ migration_name: string }>(
      "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
    );
    return new Set(rows.map((row) => row.migration_name));
  } catch (error) {
    if (errorCode(error) === "42P01") return new Set(); // no such table: nothing was ever applied
    throw error;
  }
}

/** Prisma's own table, so that `prisma migrate` can continue from here. */
const migrationsTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** Applies one migration and inserts its row in one transaction. */
async function apply(client: pg.Client, { name, sql }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), createHash("sha256").update(sql).digest("hex"), name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw new Failure(
      explain(error) ??
        `The migration ${name} failed and left the database as it was: ${errorMessage(error)}`,
    );
  }
}

/**
 * Migrates a database to this version, one process at a time, and returns the names of the applied migrations.
 * Migrations use Prisma's layout and table, but are applied here: Prisma's own program has to be downloaded, and its
 * WebAssembly engine splits scripts at every semicolon, even inside functions.
 *
 * @param only applies only these migrations, for restoring an older backup
 * @throws Failure if a migration fails, or if the database is from a newer version
 */
export async function applyMigrations(
  url: string,
  only?: { has(name: string): boolean },
): Promise<string[]> {
  const migrations = await readMigrations();
  return withClient(url, async (client) => {
    // The lock ends with the connection.
    await client.query("SELECT pg_advisory_lock($1)", [advisoryLock]);
    const applied = await readApplied(client);
    const known = new Set(migrations.map(({ name }) => name));
    const foreign = [...applied].filter((name) => !known.has(name)).toSorted();
    if (foreign.length > 0) {
      throw new Failure(
        `The database is from a newer version of the studio (it has the migration ${foreign.at(-1)}). Update this checkout, or use another database.`,
      );
    }
    const missing = migrations.filter(
      ({ name }) => !applied.has(name) && (only?.has(name) ?? true),
    );
    if (missing.length > 0) await client.query(migrationsTable);
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  });
}
