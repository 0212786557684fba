import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { Logger, runMigrations } from "graphile-worker";
import { getEnv } from "@/lib/server/env";
import { isDatabaseAway } from "@/lib/server/errors";
import { errorFields, log } from "@/lib/server/log";

/** The queue's own words, in our log. */
export const queueLogger = new Logger(() => (level: string, message) => {
  if (level === "error") log.error({ event: "queue" }, message);
  else if (level === "warning" && !isAboutPoolSize(message)) log.warn({ event: "queue" }, message);
  else log.debug({ event: "queue" }, message);
});

/** Our jobs hold no connection while they wait upstream, so far fewer connections than jobs is what we want. */
function isAboutPoolSize(message: string): boolean {
  return message.includes("maxPoolSize");
}

/** Between tries to reach a database that is not there, ms. */
const PAUSE_MS = 1_000;

/**
 * Makes the queue's own tables; needed before a job can be added, whatever role the process has. It is the first that a
 * process asks of its database, and waits for it: one that starts while the database restarts must not stay useless.
 */
export async function prepareQueue(): Promise<void> {
  for (;;) {
    try {
      await runMigrations({ connectionString: getEnv().DATABASE_URL, logger: queueLogger });
      return;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      log.warn({ ...errorFields(error), event: "database.awaited" }, "waiting for the database");
      await wait(PAUSE_MS);
    }
  }
}
