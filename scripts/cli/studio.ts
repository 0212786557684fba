import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Settings } from "@/lib/server/env";
import { withClient } from "../database/connection";
import { applyMigrations } from "../database/migrations";
import { openEmbedded } from "../database/open";
import { checkDatabase } from "../database/remote";
import { step } from "../launch/steps.mjs";
import { generateClient } from "../setup/client";
import { Failure } from "../setup/failure";
import { loadSettings } from "../setup/settings";
import { takeLock } from "../start/lock";

interface OpenDatabase {
  url: string;
  close(): Promise<void>;
}

/** Where the database is, and its settings. */
export interface DatabaseState {
  settings: Settings;
  url: string;
}

/**
 * Runs `work` with settings, client and a migrated database. `work` must import from lib/server lazily, because
 * settings are read once.
 */
export async function withStudio<T>(work: () => Promise<T>): Promise<T> {
  await generateClient();
  return withDatabase(loadSettings(), async ({ settings, url }) => {
    await applyMigrations(url);
    Object.assign(process.env, {
      NODE_ENV: "production",
      DATABASE_URL: url,
      DATA_DIR: settings.DATA_DIR,
      // Standard output is reserved for the answer.
      LOG_LEVEL: "silent",
    });
    try {
      return await work();
    } finally {
      const { closeDatabase } = await import("@/lib/server/db");
      await closeDatabase();
    }
  });
}

/**
 * Runs `work` with the database, whatever its migrations. Uses the one of a running app, otherwise starts it for the
 * duration of the command.
 */
export async function withDatabase<T>(
  settings: Settings,
  work: (state: DatabaseState) => Promise<T>,
): Promise<T> {
  await mkdir(settings.DATA_DIR, { recursive: true });
  const database = settings.DATABASE_URL
    ? await openRemote(settings.DATABASE_URL)
    : await openOwn(settings.DATA_DIR);
  try {
    return await work({ settings, url: database.url });
  } finally {
    await database.close();
  }
}

/** Whether a database exists: a first start creates the embedded one, a read-only command does not. */
export function hasDatabase({ DATABASE_URL, DATA_DIR }: Settings): boolean {
  return DATABASE_URL !== undefined || existsSync(path.join(DATA_DIR, "postgres", "PG_VERSION"));
}

async function openRemote(url: string): Promise<OpenDatabase> {
  await checkDatabase(url);
  return { url, close: async () => {} };
}

async function openOwn(folder: string): Promise<OpenDatabase> {
  const database = await openEmbedded(folder, null);
  if (database.wasRunning) return { url: database.url, close: async () => {} };
  // An app that starts meanwhile waits for this lock.
  const lock = await takeLock(folder, "a command", () => {}).catch((error: unknown) => {
    // The app was quicker and uses the server that we started.
    if (error instanceof Failure) return null;
    throw error;
  });
  if (lock === null) return { url: database.url, close: async () => {} };
  await lock.markStopping();
  return {
    url: database.url,
    close: async () => {
      // Another command may still use the server that we started; the next app start takes it over.
      if (!(await isShared(database.url)))
        await step("Stop the embedded PostgreSQL", database.stop);
      await lock.release();
    },
  };
}

/** How long the server may take to notice that our connections are closed. */
const GONE_WITHIN_MS = 3_000;

/** Whether another client is connected. Ours are closed, but the server may not have noticed yet. */
async function isShared(url: string): Promise<boolean> {
  const deadline = Date.now() + GONE_WITHIN_MS;
  while (await hasOthers(url)) {
    if (Date.now() > deadline) return true;
    await wait(50);
  }
  return false;
}

function hasOthers(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ others: number }>(
      `SELECT count(*)::int AS others FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    return (rows[0]?.others ?? 0) > 0;
  });
}
