import { databasePool } from "@/lib/server/db/pools";
import { db } from "@/lib/server/db";

/** Resets the instance: no accounts, links, log entries or counted attempts. */
export async function forgetEverybody(): Promise<void> {
  await db.user.deleteMany();
  await db.workspace.deleteMany();
  await db.oneTimeLink.deleteMany();
  await db.auditEntry.deleteMany();
  await db.passwordFailures.deleteMany();
  // The rate limiter creates its table on first use.
  const { rows } = await databasePool().query("SELECT to_regclass('attempts') IS NOT NULL AS made");
  if (rows[0].made) await databasePool().query("DELETE FROM attempts");
}

/** The error code of a rejection, or "done". */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "done",
    (error: { code?: string }) => String(error.code),
  );
}
