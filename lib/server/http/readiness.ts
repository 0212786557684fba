import "server-only";
import { access, constants, mkdir } from "node:fs/promises";
import { db } from "@/lib/server/db";
import { hasRoomForCall } from "@/lib/server/domain/disk/reserve";
import { getEnv } from "@/lib/server/env";

const KEY = Symbol.for("pentimento.booted");
const holder: typeof globalThis & { [KEY]?: boolean } = globalThis;

/** Called once by boot. On globalThis, because Next bundles this file more than once. */
export function markReady(): void {
  holder[KEY] = true;
}

export type Readiness = {
  boot: boolean;
  database: boolean;
  disk: boolean;
  queue: boolean;
  /** The disk has room for one more call. Without it nothing new is sent, and turns wait. */
  room: boolean;
};

/** Checks whether this process can work: it has booted, database, disk and queue respond, and there is room. */
export async function checkReadiness(): Promise<Readiness> {
  const [database, disk, queue, room] = await Promise.all([
    holds(() => db.$queryRaw`SELECT 1 AS one`),
    holds(checkDisk),
    holds(() => db.$queryRaw`SELECT 1 AS one FROM graphile_worker.jobs LIMIT 1`),
    // If that fails, one of the other checks reports why.
    hasRoomForCall().catch(() => true),
  ]);
  return { boot: holder[KEY] === true, database, disk, queue, room };
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

/**
 * Whether requests may be sent here. Without room a process still shows images and accepts turns, which wait; a worker
 * has nothing left to do.
 */
export function isReady({ room, ...rest }: Readiness): boolean {
  return Object.values(rest).every(Boolean) && (room || getEnv().PENTIMENTO_ROLE !== "worker");
}
