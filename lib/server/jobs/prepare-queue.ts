import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { Logger, runMigrations } from "graphile-worker";
import { getEnv } from "@/lib/server/env";
import { isDatabaseAway } from "@/lib/server/errors";
import { errorFields, log } from "@/lib/server/log";

/** graphile-worker's messages, in our log. */
export const queueLogger = new Logger(() => (level: string, message) => {
  if (level === "error") log.error({ event: "queue" }, message);
  else if (level === "warning" && !isAboutPoolSize(message)) log.warn({ event: "queue" }, message);
  else log.debug({ event: "queue" }, message);
});

/** Our jobs hold no connection while they wait upstream, so having fewer connections than jobs is intended. */
function isAboutPoolSize(message: string): boolean {
  return message.includes("maxPoolSize");
}

/** Between attempts to reach an unavailable database, ms. */
const PAUSE_MS = 1_000;

/**
 * Creates the queue's own tables, which must exist before any process adds a job. It is a process's first use of the
 * database, and waits for it, so that a process started during a database restart recovers.
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
