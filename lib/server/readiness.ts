import "server-only";
import { access, constants, mkdir } from "node:fs/promises";
import { db } from "@/lib/server/db";
import { getEnv } from "@/lib/server/env";

const KEY = Symbol.for("pentimento.booted");
const holder: typeof globalThis & { [KEY]?: boolean } = globalThis;

/** Said once by boot; on globalThis, because Next bundles this file more than once. */
export function markReady(): void {
  holder[KEY] = true;
}

export type Readiness = { boot: boolean; database: boolean; disk: boolean; queue: boolean };

/** Whether this process can do its work now: it has booted, and database, disk and queue answer. */
export async function checkReadiness(): Promise<Readiness> {
  const [database, disk, queue] = await Promise.all([
    holds(() => db.$queryRaw`SELECT 1 AS one`),
    holds(checkDisk),
    holds(() => db.$queryRaw`SELECT 1 AS one FROM graphile_worker.jobs LIMIT 1`),
  ]);
  return { boot: holder[KEY] === true, database, disk, queue };
}

async function checkDisk(): Promise<void> {
  const { DATA_DIR } = getEnv();
  await mkdir(DATA_DIR, { recursive: true });
  await access(DATA_DIR, constants.W_OK);
}

async function holds(check: () => Promise<unknown>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch {
    return false;
  }
}
