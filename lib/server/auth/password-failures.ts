import "server-only";
import { db } from "@/lib/server/db";
import { AppError } from "@/lib/server/errors";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** So many wrong passwords cost nothing; from the next one on each doubles the wait. */
const FREE = 10;
const FIRST_WAIT_S = 30;
const LONGEST_WAIT_S = 15 * 60;
/** After so long without an attempt the count begins again. Longer than the longest wait. */
const FORGET_AFTER_S = 60 * 60;

/** How long after the last of so many failures the next attempt may come, as an interval. */
const WAIT = Prisma.sql`make_interval(secs => CASE WHEN f.count < ${FREE}::int THEN 0
  ELSE least(${LONGEST_WAIT_S}::int, ${FIRST_WAIT_S}::int * 2 ^ least(f.count - ${FREE}::int, 20)) END)`;
const IS_FORGOTTEN = Prisma.sql`f."lastAt" < now() - make_interval(secs => ${FORGET_AFTER_S}::int)`;

/**
 * Counts a password for an account as wrong before it is judged, so that guesses sent at once count too; a right one is
 * taken back by `forgetFailures`. After ten failures it gives `too_many_attempts`, with the seconds to wait, until the wait
 * is over: 30 seconds at first, twice as long with each further failure, a quarter of an hour at most. What is refused
 * counts for nothing, so that hammering makes no wait longer. Counts hold across processes and restarts.
 * @param accountKey by `accountKey`; an address without an account counts like one with
 */
export async function countFailure(accountKey: string): Promise<void> {
  const counted = await db.$queryRaw<unknown[]>`
    INSERT INTO "PasswordFailures" AS f ("accountKey", count, "lastAt") VALUES (${accountKey}, 1, now())
    ON CONFLICT ("accountKey") DO UPDATE
      SET count = CASE WHEN ${IS_FORGOTTEN} THEN 1 ELSE f.count + 1 END, "lastAt" = now()
      WHERE ${IS_FORGOTTEN} OR f."lastAt" + ${WAIT} <= now()
    RETURNING f.count`;
  if (counted.length > 0) return;
  const [row] = await db.$queryRaw<{ seconds: number }[]>`
    SELECT ceil(extract(epoch FROM f."lastAt" + ${WAIT} - now()))::int AS seconds
    FROM "PasswordFailures" f WHERE f."accountKey" = ${accountKey}`;
  const seconds = Math.max(1, row?.seconds ?? 1);
  throw new AppError("too_many_attempts", { details: { seconds } });
}

/** The right password was given: the next wrong one is the first again. */
export async function forgetFailures(accountKey: string): Promise<void> {
  await db.passwordFailures.deleteMany({ where: { accountKey } });
}

/** Forgets what no longer counts; run now and then by the worker. */
export async function pruneFailures(): Promise<void> {
  await db.$executeRaw`DELETE FROM "PasswordFailures" f WHERE ${IS_FORGOTTEN}`;
}
