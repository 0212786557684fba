import "server-only";
import type { Tx } from "@/lib/server/db";

/** The NOTIFY channel; its payload is the id of a person whose rights have changed. */
export const ACCESS_CHANNEL = "pentimento_access";

/**
 * Tells every process that a person's rights have changed (a role, a membership, a suspension, an ended session), so that
 * their open streams are checked at once. Call it in the transaction of the change: it is heard when that commits.
 */
export async function announceAccess(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${ACCESS_CHANNEL}, ${userId})`;
}
