import "server-only";
import { closePools } from "@/lib/server/db/pools";
import { type Prisma, PrismaClient } from "@/lib/server/generated/prisma/client";
import { pooledAdapter } from "@/lib/server/db/pooled-adapter";
import { retryConflicts } from "@/lib/server/db/retry-conflicts";
import { StatementNames } from "@/lib/server/db/statement-names";

/** The client inside a transaction; functions that may run in one take `tx: Tx = db`. */
export type Tx = Prisma.TransactionClient;

const TRANSACTION_WAIT_MS = 10_000;
const TRANSACTION_TIMEOUT_MS = 20_000;

type Connections = {
  client: PrismaClient | null;
  /** A name means the same text on all connections, so they share one set. */
  names: StatementNames;
};

/** On globalThis: Next bundles this module more than once, and reloads it in development; there must be one client. */
const KEY = Symbol.for("pentimento.db");
const holder: typeof globalThis & { [KEY]?: Connections } = globalThis;
const connections: Connections = (holder[KEY] ??= { client: null, names: new StatementNames() });

/**
 * The adapter passes an undefined name on to pg, which then sends an unnamed statement. Its type does not allow that.
 */
const nameStatement = ({ sql }: { sql: string }) => connections.names.of(sql) as string;

/** Connects on the first query, so that importing this file (as `next build` does) needs no database. */
export const db: PrismaClient = (connections.client ??= new PrismaClient({
  adapter: pooledAdapter({ onPoolError: () => {}, statementNameGenerator: nameStatement }),
  // The longer formats quote the arguments of a failed query, which contain user data.
  errorFormat: "minimal",
}));

/**
 * Runs `fn` in one transaction (default: read committed); if it throws, everything is rolled back. A transaction that
 * PostgreSQL aborts with a deadlock or a serialization failure runs again (see `retryConflicts`), so `fn` must have no
 * effects outside the database: log, send and touch files after this returns.
 */
export function inTransaction<T>(
  fn: (tx: Tx) => Promise<T>,
  options: { isolation?: Prisma.TransactionIsolationLevel } = {},
): Promise<T> {
  return retryConflicts(() =>
    db.$transaction(fn, {
      isolationLevel: options.isolation,
      maxWait: TRANSACTION_WAIT_MS,
      timeout: TRANSACTION_TIMEOUT_MS,
    }),
  );
}

/** Closes everything, for shutdown and tests; the next query opens new connections. */
export async function closeDatabase(): Promise<void> {
  await db.$disconnect();
  await closePools();
}
