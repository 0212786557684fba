import "server-only";
import type { Actor } from "@/lib/server/auth/actor";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { hashPassword } from "@/lib/server/auth/passwords";
import { openSession } from "@/lib/server/auth/sessions";
import { inTransaction } from "@/lib/server/db";
import { voidLinks } from "@/lib/server/domain/accounts/links";
import { refuseWeakPassword } from "@/lib/server/domain/accounts/password-policy";
import { proveIdentity } from "@/lib/server/domain/accounts/prove-identity";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/auth/access-changes";
import { sendLater, sendMail } from "@/lib/server/mail/send";
import { isMailConfigured } from "@/lib/server/mail/transport";

type PasswordChange = {
  currentPassword: string;
  newPassword: string;
  /** Of the caller's browser, for the new session and the mail. */
  userAgent: string;
  language: string;
};

/**
 * Sets a new password (or a first one), ends every session and mail link of the user, and opens a new session for the
 * caller. The user gets a mail, in case someone else used an unattended screen.
 * @throws what `proveIdentity` throws, `weak_password`, and `conflict` if the password was changed concurrently
 */
export async function changePassword(
  actor: Actor,
  { currentPassword, newPassword, userAgent, language }: PasswordChange,
): Promise<SessionToken> {
  const user = await proveIdentity(actor, currentPassword);
  refuseWeakPassword(newPassword, actor, "newPassword");
  const passwordHash = await hashPassword(newPassword);
  const { session, person } = await inTransaction(async (tx) => {
    const sessionVersion = user.sessionVersion + 1;
    const { count } = await tx.user.updateMany({
      where: { id: actor.userId, sessionVersion: user.sessionVersion },
      data: { passwordHash, sessionVersion },
    });
    if (count !== 1) throw new AppError("conflict");
    await tx.$executeRaw`
      UPDATE "Session" SET "endedAt" = now()
      WHERE "userId" = ${actor.userId}::uuid AND "endedAt" IS NULL`;
    for (const kind of ["reset_password", "sign_in"] as const) {
      await voidLinks(tx, kind, { userId: actor.userId, email: actor.email });
    }
    await announceAccess(tx, actor.userId, actor.sessionId);
    await recordAudit(tx, actor, {
      workspaceId: null,
      act: "account.password_changed",
      target: { kind: "account", id: actor.userId, name: actor.name },
    });
    const person = await tx.user.findUniqueOrThrow({
      where: { id: actor.userId },
      select: { language: true },
    });
    const session = await openSession({ id: actor.userId, sessionVersion }, userAgent, tx);
    return { session, person };
  });
  if (isMailConfigured()) {
    const to = { address: actor.email, language: person.language ?? language };
    sendLater(() => sendMail("password_changed", to, {}));
  }
  return session;
}
