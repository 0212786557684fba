import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { getEnv } from "@/lib/server/env";
import { type Prisma, PrismaClient } from "@/lib/server/generated/prisma/client";
import { errorFields, log } from "@/lib/server/log";

/** The client inside a transaction; functions that may run in one take `tx: Tx = db`. */
export type Tx = Prisma.TransactionClient;

/** Per process. The embedded PostgreSQL allows 200, shared by web, worker, queue and listeners. */
const POOL_SIZE = 20;
const CONNECT_TIMEOUT_MS = 10_000;
const TRANSACTION_WAIT_MS = 10_000;
const TRANSACTION_TIMEOUT_MS = 20_000;

type Connections = { pool: pg.Pool | null; client: PrismaClient | null };

/** On globalThis: Next bundles this module more than once, and its dev server again with every change; the pool must be one. */
const KEY = Symbol.for("pentimento.db");
const holder: typeof globalThis & { [KEY]?: Connections } = globalThis;
const connections: Connections = (holder[KEY] ??= { pool: null, client: null });

/**
 * The process's connection pool, made on first use. `DATABASE_URL` may name a Unix socket's folder:
 * `postgresql://user@localhost/db?host=/folder` (pg takes a `host` that begins with a slash for a socket).
 */
export function databasePool(): pg.Pool {
  connections.pool ??= openPool();
  return connections.pool;
}

function openPool(): pg.Pool {
  const pool = new pg.Pool({
    connectionString: getEnv().DATABASE_URL,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "pentimento",
  });
  // An idle connection that the server drops emits here; unheard, it would end the process.
  pool.on("error", (error) => log.warn(errorFields(error), "an idle database connection was lost"));
  return pool;
}

/** Connects on the first query, so that importing this file (as `next build` does) needs no database. */
export const db: PrismaClient = (connections.client ??= new PrismaClient({
  adapter: {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => new PrismaPg(databasePool(), { onPoolError: () => {} }).connect(),
  },
  // The longer formats quote the arguments of a failed query, which hold people's words.
  errorFormat: "minimal",
}));

/** Runs `fn` in one transaction (read committed unless told otherwise); whatever it throws rolls everything back. */
export function inTransaction<T>(
  fn: (tx: Tx) => Promise<T>,
  options: { isolation?: Prisma.TransactionIsolationLevel } = {},
): Promise<T> {
  return db.$transaction(fn, {
    isolationLevel: options.isolation,
    maxWait: TRANSACTION_WAIT_MS,
    timeout: TRANSACTION_TIMEOUT_MS,
  });
}

/** Prisma's: cannot be reached, took too long, hung up, has no connection left, a transaction that lost its connection. */
const AWAY_BY_PRISMA = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2037"]);
/** PostgreSQL's: connection lost, shut down, crashed, starting or recovering, too many connections. */
const AWAY_BY_STATE = /^(08...|57P0[1-5]|53300)$/;
const AWAY_BY_SOCKET = /^(ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST\w+|ENET\w+)$/;
/** What pg says without a code, and how Prisma quotes PostgreSQL's code where a raw query failed. */
const AWAY_BY_WORDS =
  /connection terminated|connection error|timeout exceeded when trying to connect|Code: `(08...|57P0[1-5]|53300)`/i;

/**
 * Whether a query failed because the database is not there just now (stopped, restarting, unreachable), and not for
 * what was asked of it. Whether a commit went through is then not known either.
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = String(Reflect.get(at, "code"));
    if (AWAY_BY_PRISMA.has(code) || AWAY_BY_STATE.test(code) || AWAY_BY_SOCKET.test(code)) {
      return true;
    }
    if (AWAY_BY_WORDS.test(at.message) || isMissingSocket(at)) return true;
  }
  return false;
}

/** The embedded server's socket, gone with it; a missing file has the same code. */
function isMissingSocket(error: Error): boolean {
  return Reflect.get(error, "code") === "ENOENT" && Reflect.get(error, "syscall") === "connect";
}

/** For shutdown and for tests: closes everything; the next query opens anew. */
export async function closeDatabase(): Promise<void> {
  await db.$disconnect();
  const { pool } = connections;
  connections.pool = null;
  await pool?.end();
}
