import "server-only";
import type { Actor } from "@/lib/server/auth/actor";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { hashPassword, verifyPassword } from "@/lib/server/auth/passwords";
import { openSession } from "@/lib/server/auth/sessions";
import { accountKey, countAttempts, forgetAttempts } from "@/lib/server/auth/throttle";
import { db, inTransaction } from "@/lib/server/db";
import { voidLinks } from "@/lib/server/domain/accounts/links";
import { refuseWeakPassword } from "@/lib/server/domain/accounts/password-policy";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/events/access";

/**
 * Sets a new password, ends every session of the person, and opens a fresh one for the caller. The current password is
 * asked for and its guesses are counted with those of signing in: a session left open must not be a way to find it.
 * Gives `wrong_credentials` (field `currentPassword`), `weak_password`, `too_many_attempts`; `conflict` if it was changed meanwhile.
 */
export async function changePassword(
  actor: Actor,
  change: { currentPassword: string; newPassword: string },
  userAgent: string,
): Promise<SessionToken> {
  const attempt = { limit: "sign-in account", key: accountKey(actor.email) } as const;
  await countAttempts([attempt]);
  const user = await db.user.findUniqueOrThrow({
    where: { id: actor.userId },
    select: { passwordHash: true, sessionVersion: true },
  });
  if (!(await verifyPassword(user.passwordHash, change.currentPassword))) {
    throw new AppError("wrong_credentials", { field: "currentPassword" });
  }
  await forgetAttempts(attempt);
  refuseWeakPassword(change.newPassword, actor, "newPassword");
  const passwordHash = await hashPassword(change.newPassword);
  return inTransaction(async (tx) => {
    const sessionVersion = user.sessionVersion + 1;
    const { count } = await tx.user.updateMany({
      where: { id: actor.userId, sessionVersion: user.sessionVersion },
      data: { passwordHash, sessionVersion },
    });
    if (count !== 1) throw new AppError("conflict");
    await tx.$executeRaw`
      UPDATE "Session" SET "endedAt" = now()
      WHERE "userId" = ${actor.userId}::uuid AND "endedAt" IS NULL`;
    await voidLinks(tx, "reset_password", { userId: actor.userId, email: actor.email });
    await announceAccess(tx, actor.userId);
    await recordAudit(tx, actor, {
      workspaceId: null,
      act: "account.password_changed",
      target: { kind: "account", id: actor.userId, name: actor.name },
    });
    return openSession({ id: actor.userId, sessionVersion }, userAgent, tx);
  });
}
