import "server-only";
import { Logger, runMigrations } from "graphile-worker";
import { getEnv } from "@/lib/server/env";
import { log } from "@/lib/server/log";

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

/** Makes the queue's own tables; needed before a job can be added, whatever role the process has. */
export async function prepareQueue(): Promise<void> {
  await runMigrations({ connectionString: getEnv().DATABASE_URL, logger: queueLogger });
}
