import { databasePool, db } from "@/lib/server/db";

/** A studio in which nobody has ever been: no account, no link, no line in the log, no attempt that counts. */
export async function forgetEverybody(): Promise<void> {
  await db.user.deleteMany();
  await db.workspace.deleteMany();
  await db.oneTimeLink.deleteMany();
  await db.auditEntry.deleteMany();
  // The limiter makes its table with the first attempt.
  const { rows } = await databasePool().query("SELECT to_regclass('attempts') IS NOT NULL AS made");
  if (rows[0].made) await databasePool().query("DELETE FROM attempts");
}

/** The code with which it is refused, or "done". */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "done",
    (error: { code?: string }) => String(error.code),
  );
}
