import { type DatabaseLog, readLogDuring } from "./database-log";

/** PostgreSQL logs waits longer than this. */
const SHORTEST_WAIT = "1ms";

const ENTRY_START = /\n(?=\d{4}-\d\d-\d\d )/;
const WAIT = /acquired \w+ on (?:transaction|tuple) .*? after ([\d.]+) ms/;

/**
 * How long transactions waited for rows of a table while `work` runs, in milliseconds each, from PostgreSQL's log
 * (https://www.postgresql.org/docs/current/runtime-config-logging.html, `log_lock_waits`). Shorter waits than a
 * millisecond are left out.
 */
export async function lockWaits(
  database: DatabaseLog,
  table: string,
  work: () => Promise<void>,
): Promise<number[]> {
  const settings = { log_lock_waits: "on", deadlock_timeout: SHORTEST_WAIT };
  return waitsInLog(await readLogDuring(database, settings, work), table);
}

/** The log names the table in the CONTEXT line of an entry. */
export function waitsInLog(log: string, table: string): number[] {
  const waits: number[] = [];
  let last: number | null = null;
  for (const entry of log.split(ENTRY_START)) {
    if (entry.includes(" LOG: ")) {
      const [, ms] = WAIT.exec(entry) ?? [];
      last = ms === undefined ? null : Number(ms);
    } else if (
      last !== null &&
      entry.includes(`CONTEXT: `) &&
      entry.includes(`relation "${table}"`)
    ) {
      waits.push(last);
      last = null;
    }
  }
  return waits;
}
