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
import { announceAccess } from "@/lib/server/events/access";

/**
 * Sets a new password, ends every session of the person, and opens a fresh one for the caller. Somebody who has
 * no password gets one. Gives what `proveIdentity` gives, `weak_password`, and `conflict` if it was changed meanwhile.
 */
export async function changePassword(
  actor: Actor,
  change: { currentPassword: string; newPassword: string },
  userAgent: string,
): Promise<SessionToken> {
  const user = await proveIdentity(actor, change.currentPassword);
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
    await announceAccess(tx, actor.userId, actor.sessionId);
    await recordAudit(tx, actor, {
      workspaceId: null,
      act: "account.password_changed",
      target: { kind: "account", id: actor.userId, name: actor.name },
    });
    return openSession({ id: actor.userId, sessionVersion }, userAgent, tx);
  });
}
