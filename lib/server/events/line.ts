import "server-only";
import { db, type Tx } from "@/lib/server/db";

/** The NOTIFY channel for changed queue positions. It has no payload, and nothing is stored. */
export const QUEUE_CHANNEL = "pentimento_line";

/**
 * Notifies everyone who shows a queue position, in all workspaces. Does nothing while no generation is queued or held
 * back. Inside a transaction it is delivered on commit.
 */
export async function announceLine(tx: Tx = db): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_notify(${QUEUE_CHANNEL}, '')
    WHERE EXISTS (SELECT 1 FROM "Generation" WHERE state = 'queued'
      OR (state = 'received' AND "heldBackAt" IS NOT NULL))`;
}
