import "server-only";
import type { Actor } from "@/lib/server/auth/actor";
import { verifyPassword } from "@/lib/server/auth/passwords";
import { countAttempts, forgetAttempts } from "@/lib/server/auth/throttle";
import { db } from "@/lib/server/db";
import { AppError } from "@/lib/server/errors";

/** For users without a password, how recent a sign-in must be to prove their identity. */
export const RECENT_SIGN_IN_MINUTES = 15;

/**
 * Re-authenticates the actor before an irreversible act: by the current password or, for users without one, by a recent
 * sign-in. Guesses are counted per session: an unattended session cannot be used to find the password, and guesses made
 * elsewhere do not lock out its owner.
 * @throws AppError `wrong_credentials` (field `currentPassword`), `sign_in_again`, `too_many_attempts`
 */
export async function proveIdentity(
  actor: Actor,
  currentPassword: string,
): Promise<{ sessionVersion: number }> {
  const { passwordHash, sessionVersion } = await db.user.findUniqueOrThrow({
    where: { id: actor.userId },
    select: { passwordHash: true, sessionVersion: true },
  });
  if (passwordHash === null) {
    if (!(await hasJustSignedIn(actor))) throw new AppError("sign_in_again");
    return { sessionVersion };
  }
  const attempt = { limit: "identity session", key: actor.sessionId ?? actor.userId } as const;
  await countAttempts([attempt]);
  if (!(await verifyPassword(passwordHash, currentPassword))) {
    throw new AppError("wrong_credentials", { field: "currentPassword" });
  }
  await forgetAttempts(attempt);
  return { sessionVersion };
}

async function hasJustSignedIn({ userId, sessionId }: Actor): Promise<boolean> {
  if (sessionId === null) return false;
  const rows: unknown[] = await db.$queryRaw`
    SELECT 1 FROM "Session"
    WHERE id = ${sessionId}::uuid AND "userId" = ${userId}::uuid
      AND "createdAt" > now() - make_interval(mins => ${RECENT_SIGN_IN_MINUTES}::int)`;
  return rows.length > 0;
}
