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

/** Where the studio's database is, as it is. */
export interface Place {
  settings: Settings;
  url: string;
}

/**
 * Runs `work` with everything in place that the server's code needs: settings, client, a database with all migrations.
 * `work` imports from lib/server when it is called, not before: settings are read once.
 */
export async function withStudio<T>(work: () => Promise<T>): Promise<T> {
  await generateClient();
  return withDatabase(loadSettings(), async ({ settings, url }) => {
    await applyMigrations(url);
    Object.assign(process.env, {
      NODE_ENV: "production",
      DATABASE_URL: url,
      DATA_DIR: settings.DATA_DIR,
      // Standard output is the command's answer.
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
 * Runs `work` with the studio's database, whatever migrations it has. It uses the one of a studio that runs, and else starts it
 * for as long as the command takes.
 */
export async function withDatabase<T>(
  settings: Settings,
  work: (place: Place) => Promise<T>,
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

/** Whether there is a database to open: a first start makes the embedded one, a command that only looks does not. */
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
  // A studio that is started meanwhile waits for us, as it waits for an earlier one that is finishing.
  const lock = await takeLock(folder, "a command", () => {}).catch((error: unknown) => {
    // It was quicker, and works with the server that we started.
    if (error instanceof Failure) return null;
    throw error;
  });
  if (lock === null) return { url: database.url, close: async () => {} };
  await lock.markStopping();
  return {
    url: database.url,
    close: async () => {
      // Another command may be using the server that we started; whoever starts the studio next takes it over.
      if (!(await isShared(database.url)))
        await step("Stop the embedded PostgreSQL", database.stop);
      await lock.release();
    },
  };
}

/** How long the server may take to notice that our own connections are gone. */
const GONE_WITHIN_MS = 3_000;

/** Whether somebody else is connected. Our own connections are closed by now, though the server may not have seen it yet. */
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
