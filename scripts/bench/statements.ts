import { readLogDuring, type DatabaseLog } from "./database-log";

/** What PostgreSQL executed for all its clients. */
export type Executed = { statements: number; transactions: number };

const ENTRY = /\[(\d+)\] LOG: {2}(?:statement|execute [^:]*): (.*)/;

/**
 * Counts statements and transactions while `work` runs, from PostgreSQL's log. `BEGIN` and `COMMIT` count as
 * statements, and a statement outside a transaction as a transaction.
 */
export async function countExecuted(
  database: DatabaseLog,
  work: () => Promise<void>,
): Promise<Executed> {
  return countInLog(await readLogDuring(database, { log_statement: "all" }, work));
}

/** Each session logs its statements in order; its process id tells sessions apart. */
export function countInLog(log: string): Executed {
  const open = new Set<string>();
  const executed: Executed = { statements: 0, transactions: 0 };
  for (const line of log.split("\n")) {
    const [, session, text] = ENTRY.exec(line) ?? [];
    if (session === undefined || text === undefined) continue;
    executed.statements += 1;
    if (/^begin\b/i.test(text)) open.add(session);
    else if (/^(?:commit|rollback)\b/i.test(text)) {
      open.delete(session);
      executed.transactions += 1;
    } else if (!open.has(session)) executed.transactions += 1;
  }
  return executed;
}
