import "server-only";
import { type ParsedCronItem, parseCronItems, type Task, type TaskList } from "graphile-worker";
import { systemClock } from "@/lib/server/clock";
import { withDatabaseUse } from "@/lib/server/db/pools";
import { DELETIONS } from "@/lib/server/domain/instance/housekeeping";
import { mailNotices } from "@/lib/server/domain/notices/mail";
import { log } from "@/lib/server/log";

/** Shortly after the full hour, when other programs start theirs. */
const HOURLY = "17 * * * *";
const EVERY_MINUTE = "* * * * *";
const MAIL_NOTICES = "mail_notices";
/** A run missed while no worker ran is made up for at the next start. */
const MADE_UP_MS = 86_400_000;

/** The scheduled tasks, which the queue's cron runs in one of the workers: deletions hourly, mails each minute. */
export function scheduledItems(): ParsedCronItem[] {
  const itemOf = (task: string, match: string, backfillPeriod: number) => ({
    task,
    match,
    options: {
      backfillPeriod,
      maxAttempts: 3,
      // Behind generations.
      priority: 10,
      // Of several missed runs one is left.
      jobKey: task,
      jobKeyMode: "replace" as const,
    },
  });
  return parseCronItems([
    ...Object.keys(DELETIONS).map((task) => itemOf(task, HOURLY, MADE_UP_MS)),
    itemOf(MAIL_NOTICES, EVERY_MINUTE, 5 * 60_000),
  ]);
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
  const mailTask: Task = async () => {
    await withDatabaseUse("upkeep", () => mailNotices(systemClock.now(), stopping));
  };
  return Object.fromEntries([...entries, [MAIL_NOTICES, mailTask]]);
}
