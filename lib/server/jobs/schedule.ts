import "server-only";
import { type ParsedCronItem, parseCronItems, type Task, type TaskList } from "graphile-worker";
import { systemClock } from "@/lib/server/clock";
import { withDatabaseUse } from "@/lib/server/db/pools";
import { DELETIONS } from "@/lib/server/domain/instance/housekeeping";
import { log } from "@/lib/server/log";

/** Shortly after the full hour, when other programs start theirs. */
const HOURLY = "17 * * * *";
/** A run missed while no worker ran is made up for at the next start. */
const MADE_UP_MS = 86_400_000;

/** The scheduled tasks: the queue's cron runs each once an hour, in one of the workers. */
export function scheduledItems(): ParsedCronItem[] {
  return parseCronItems(
    Object.keys(DELETIONS).map((task) => ({
      task,
      match: HOURLY,
      options: {
        backfillPeriod: MADE_UP_MS,
        maxAttempts: 3,
        // Behind generations.
        priority: 10,
        // Of several missed runs one is left.
        jobKey: task,
        jobKeyMode: "replace",
      },
    })),
  );
}

/** @param stopping shutdown: a running task ends early, and the next hour's does the rest */
export function scheduledTasks(stopping: AbortSignal): TaskList {
  const entries = Object.entries(DELETIONS).map(([name, run]): [string, Task] => [
    name,
    async () => {
      const deleted = await withDatabaseUse("upkeep", () => run(systemClock.now(), stopping));
      if (deleted > 0) log.info({ event: "upkeep", task: name, deleted }, "deleted expired data");
    },
  ]);
  return Object.fromEntries(entries);
}
