import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Pool } from "pg";
import { afterAll, vi } from "vitest";
import { createTestDatabase } from "./database";

// Before an integration test's file is loaded: a database and a data folder of its own, named to the code the way
// `npm start` names them. The files of a worker share its process, for loading packages takes longer than most tests;
// our own modules are fresh for each, and so are the settings and what the code keeps for the process.

type Kept = { close?(): Promise<void>; pool?: Pool | null };

const FIRST_ENV = "pentimentoTestsFirstEnv";

renewEnv();
vi.resetModules();
const database = await createTestDatabase();
const folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-data-"));
process.env.LOG_LEVEL ??= "silent";
process.env.DATABASE_URL = database.url;
process.env.DATA_DIR = folder;

afterAll(async () => {
  await forgetProcess();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** The settings that the process began with, whatever the file before has set. */
function renewEnv(): void {
  const first: NodeJS.ProcessEnv = Reflect.get(globalThis, FIRST_ENV) ?? { ...process.env };
  Reflect.set(globalThis, FIRST_ENV, first);
  for (const name of Object.keys(process.env)) if (!(name in first)) delete process.env[name];
  Object.assign(process.env, first);
}

/** Connections, the hub of events and whatever else the code holds on globalThis: ended, and made anew by the next file. */
async function forgetProcess(): Promise<void> {
  for (const key of Reflect.ownKeys(globalThis)) {
    const name = typeof key === "symbol" ? (key.description ?? "") : key;
    if (!name.startsWith("pentimento") || key === FIRST_ENV) continue;
    const kept: Kept | undefined = Reflect.get(globalThis, key);
    await kept?.close?.();
    await kept?.pool?.end();
    Reflect.deleteProperty(globalThis, key);
  }
}
