import "server-only";
import type { Tx } from "@/lib/server/db";

/** The NOTIFY channel; its payload is the id of a person whose rights changed, and optionally a session to skip. */
export const ACCESS_CHANNEL = "pentimento_access";

/**
 * Notifies every process that a person's rights changed (role, membership, suspension, ended session), so that their
 * open streams are checked at once. Call it in the transaction of the change: it is delivered on commit.
 * @param spare a session whose streams are left to the periodic check: its own request made the change, and the
 * response with its new cookie has not arrived yet
 */
export async function announceAccess(
  tx: Tx,
  userId: string,
  spare: string | null = null,
): Promise<void> {
  const payload = spare === null ? userId : `${userId} ${spare}`;
  await tx.$executeRaw`SELECT pg_notify(${ACCESS_CHANNEL}, ${payload})`;
}

/** Parses a notification's payload. */
export function readAccessNote(payload: string): { userId: string; spare: string | null } {
  const [userId = "", spare = null] = payload.split(" ");
  return { userId, spare };
}
