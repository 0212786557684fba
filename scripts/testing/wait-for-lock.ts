import { db } from "@/lib/server/db";

/** Until some connection to this database waits for what another one holds. */
export async function waitForLock(): Promise<void> {
  for (;;) {
    const [row] = await db.$queryRaw<{ waiting: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM pg_stat_activity
                     WHERE datname = current_database() AND wait_event_type = 'Lock') AS waiting`;
    if (row?.waiting) return;
  }
}
