import { open } from "node:fs/promises";
import { withClient } from "../database/connection";

/** What PostgreSQL executed for all its clients. */
export type Executed = { statements: number; transactions: number };

const ENTRY = /\[(\d+)\] LOG: {2}(?:statement|execute [^:]*): (.*)/;

/**
 * Counts statements and transactions while `work` runs, from PostgreSQL's log. `BEGIN` and `COMMIT` count as
 * statements, and a statement outside a transaction as a transaction.
 * @param url a superuser's connection to the database
 */
export async function countExecuted(
  { url, logFile }: { url: string; logFile: string },
  work: () => Promise<void>,
): Promise<Executed> {
  await setLogging(url, "all");
  const file = await open(logFile);
  try {
    const { size: start } = await file.stat();
    await work();
    const { size: end } = await file.stat();
    const { buffer } = await file.read({ buffer: Buffer.alloc(end - start), position: start });
    return countInLog(buffer.toString("utf8"));
  } finally {
    await file.close();
    await setLogging(url, "none");
  }
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

async function setLogging(url: string, level: "all" | "none"): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`ALTER SYSTEM SET log_statement = '${level}'`);
    await client.query("SELECT pg_reload_conf()");
  });
}
