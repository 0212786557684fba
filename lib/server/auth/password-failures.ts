import "server-only";
import { db } from "@/lib/server/db";
import { AppError } from "@/lib/server/errors";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** This many wrong passwords are free; each further one doubles the wait. */
const FREE = 10;
const FIRST_WAIT_S = 30;
const LONGEST_WAIT_S = 15 * 60;
/** The count resets after this long without an attempt. Longer than the longest wait. */
const FORGET_AFTER_S = 60 * 60;

/** The wait after the last of `f.count` failures, as an interval. */
const WAIT = Prisma.sql`make_interval(secs => CASE WHEN f.count < ${FREE}::int THEN 0
  ELSE least(${LONGEST_WAIT_S}::int, ${FIRST_WAIT_S}::int * 2 ^ least(f.count - ${FREE}::int, 20)) END)`;
const IS_FORGOTTEN = Prisma.sql`f."lastAt" < now() - make_interval(secs => ${FORGET_AFTER_S}::int)`;

/**
 * Counts a password as wrong before it is checked, so that parallel guesses count too; `forgetFailures` resets the
 * count after a correct one. After ten failures it throws `too_many_attempts` with the seconds to wait: 30 at first,
 * doubled by each further failure, at most 15 minutes. Refused attempts do not count, so hammering does not lengthen
 * the wait. Counts hold across processes and restarts.
 * @param accountKey from `accountKey`; addresses without an account count alike
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

/** Resets the count after a correct password. */
export async function forgetFailures(accountKey: string): Promise<void> {
  await db.passwordFailures.deleteMany({ where: { accountKey } });
}

/** Deletes expired counts; returns how many. */
export async function pruneFailures(): Promise<number> {
  return db.$executeRaw`DELETE FROM "PasswordFailures" f WHERE ${IS_FORGOTTEN}`;
}
