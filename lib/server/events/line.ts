import "server-only";
import { db, type Tx } from "@/lib/server/db";

/** The NOTIFY channel that says: places in the line have changed. It carries nothing, and nothing is kept of it. */
export const LINE_CHANNEL = "pentimento_line";

/**
 * Wakes everyone who shows a place in the line, whichever workspace's generations moved it. Says nothing while nobody
 * waits. Inside a transaction it is heard when that is committed.
 */
export async function announceLine(tx: Tx = db): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_notify(${LINE_CHANNEL}, '')
    WHERE EXISTS (SELECT 1 FROM "Generation" WHERE state = 'queued'
      OR (state = 'received' AND "heldBackAt" IS NOT NULL))`;
}
