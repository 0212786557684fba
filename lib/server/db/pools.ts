import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import { getEnv } from "@/lib/server/env";
import { errorFields, log } from "@/lib/server/log";

/**
 * Each use has its own connections, so that a burst of one kind cannot starve another:
 * - `requests`: pages, the API, event streams;
 * - `work`: state changes of generations in progress;
 * - `upkeep`: heartbeats, claims, sweeps and housekeeping. These are few and short, and must never wait behind the
 * others.
 */
export type DatabaseUse = "requests" | "work" | "upkeep";

/**
 * Connections per process, at most. With the queue's and the listener's a process has up to 25; the embedded PostgreSQL
 * allows 200.
 */
const POOL_SIZES: Record<DatabaseUse, number> = { requests: 10, work: 6, upkeep: 4 };
const CONNECT_TIMEOUT_MS = 10_000;
/** A new connection costs both sides tens of milliseconds, and people pause for longer than pg's default of 10 s. */
const IDLE_TIMEOUT_MS = 30_000;

type Shared = {
  pools: Map<DatabaseUse, pg.Pool>;
  use: AsyncLocalStorage<DatabaseUse>;
  close(): Promise<void>;
};

/** On globalThis: Next bundles this module more than once, and the pools must be shared. */
const KEY = Symbol.for("pentimento.database-pools");
const holder: typeof globalThis & { [KEY]?: Shared } = globalThis;
const shared: Shared = (holder[KEY] ??= {
  pools: new Map(),
  use: new AsyncLocalStorage(),
  close: closePools,
});

/** Runs `work`, and everything it awaits or starts, on the connections of `use`. The default is `requests`. */
export function withDatabaseUse<T>(use: DatabaseUse, work: () => T): T {
  return shared.use.run(use, work);
}

/** The use that the current code runs under. */
export function currentDatabaseUse(): DatabaseUse {
  return shared.use.getStore() ?? "requests";
}

/**
 * A pool of this process, opened on first use. `DATABASE_URL` may name the folder of a Unix socket:
 * `postgresql://user@localhost/db?host=/folder` (pg takes a `host` that begins with a slash for a socket).
 */
export function databasePool(use: DatabaseUse = currentDatabaseUse()): pg.Pool {
  const known = shared.pools.get(use);
  if (known !== undefined) return known;
  const pool = openPool(use);
  shared.pools.set(use, pool);
  return pool;
}

/** Closes every pool; the next query opens a new one. */
export async function closePools(): Promise<void> {
  const open = [...shared.pools.values()];
  shared.pools.clear();
  await Promise.all(open.map((pool) => pool.end()));
}

function openPool(use: DatabaseUse): pg.Pool {
  const pool = new pg.Pool({
    connectionString: getEnv().DATABASE_URL,
    max: POOL_SIZES[use],
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    application_name: use === "requests" ? "pentimento" : `pentimento ${use}`,
  });
  // Emitted when the server drops an idle connection; without a listener it would end the process.
  pool.on("error", (error) => log.warn(errorFields(error), "an idle database connection was lost"));
  return pool;
}
