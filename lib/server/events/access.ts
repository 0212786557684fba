import "server-only";
import type { Tx } from "@/lib/server/db";

/** The NOTIFY channel; its payload is the id of a person whose rights have changed, and perhaps a session to spare. */
export const ACCESS_CHANNEL = "pentimento_access";

/**
 * Tells every process that a person's rights have changed (a role, a membership, a suspension, an ended session), so that
 * their open streams are checked at once. Call it in the transaction of the change: it is heard when that commits.
 * @param spare a session whose streams are left to the periodic check: its own request made the change, and the answer
 * that gives it a new cookie has not arrived yet
 */
export async function announceAccess(
  tx: Tx,
  userId: string,
  spare: string | null = null,
): Promise<void> {
  const payload = spare === null ? userId : `${userId} ${spare}`;
  await tx.$executeRaw`SELECT pg_notify(${ACCESS_CHANNEL}, ${payload})`;
}

/** What a notification says: whose rights, and which session is spared. */
export function readAccessNote(payload: string): { userId: string; spare: string | null } {
  const [userId = "", spare = null] = payload.split(" ");
  return { userId, spare };
}
