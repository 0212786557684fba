import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { getEnv } from "@/lib/server/env";
import { type Prisma, PrismaClient } from "@/lib/server/generated/prisma/client";
import { errorFields, log } from "@/lib/server/log";
import { StatementNames } from "@/lib/server/statement-names";

/** The client inside a transaction; functions that may run in one take `tx: Tx = db`. */
export type Tx = Prisma.TransactionClient;

/** Per process. The embedded PostgreSQL allows 200, shared by web, worker, queue and listeners. */
const POOL_SIZE = 20;
const CONNECT_TIMEOUT_MS = 10_000;
const TRANSACTION_WAIT_MS = 10_000;
const TRANSACTION_TIMEOUT_MS = 20_000;

type Connections = {
  pool: pg.Pool | null;
  client: PrismaClient | null;
  /** A name stands for one text on all connections, so there is one set of them beside the one pool. */
  names: StatementNames;
};

/** On globalThis: Next bundles this module more than once, and its dev server again with every change; the pool must be one. */
const KEY = Symbol.for("pentimento.db");
const holder: typeof globalThis & { [KEY]?: Connections } = globalThis;
const connections: Connections = (holder[KEY] ??= {
  pool: null,
  client: null,
  names: new StatementNames(),
});

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

/** The adapter passes a name that is missing on as what it is to pg: a statement without one. Its type does not say so. */
const nameStatement = ({ sql }: { sql: string }) => connections.names.of(sql) as string;

/** Connects on the first query, so that importing this file (as `next build` does) needs no database. */
export const db: PrismaClient = (connections.client ??= new PrismaClient({
  adapter: {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () =>
      new PrismaPg(databasePool(), {
        onPoolError: () => {},
        statementNameGenerator: nameStatement,
      }).connect(),
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

/** For shutdown and for tests: closes everything; the next query opens anew. */
export async function closeDatabase(): Promise<void> {
  await db.$disconnect();
  const { pool } = connections;
  connections.pool = null;
  await pool?.end();
}
