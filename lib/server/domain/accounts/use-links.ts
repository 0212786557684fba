import "server-only";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { hashPassword } from "@/lib/server/auth/passwords";
import { addressKey, countAttempts } from "@/lib/server/auth/throttle";
import { db, inTransaction } from "@/lib/server/db";
import { createAccount, preparePassword } from "@/lib/server/domain/accounts/create-account";
import { enter, personColumns, type Visitor } from "@/lib/server/domain/accounts/enter";
import { consumeLink, findLink, voidLinks } from "@/lib/server/domain/accounts/links";
import { refuseWeakPassword } from "@/lib/server/domain/accounts/password-policy";
import { refusalOfProved } from "@/lib/server/domain/accounts/sign-up-policy";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/auth/access-changes";
import { sendLater, sendMail } from "@/lib/server/mail/send";
import { isMailConfigured } from "@/lib/server/mail/transport";

/**
 * Signs in with a mailed link.
 * @throws AppError `link_invalid`, `account_suspended`, `too_many_attempts`
 */
export async function signInByLink(token: string, visitor: Visitor): Promise<SessionToken> {
  await countLinkUse(visitor);
  return inTransaction(async (tx) => {
    const link = await consumeLink(tx, "sign_in", token);
    const user = await tx.user.findFirst({
      // Links to a previous address of the account are no longer valid.
      where: { id: link.userId ?? NO_USER_ID, email: link.email },
      select: { ...personColumns, emailVerifiedAt: true },
    });
    if (user === null) throw new AppError("link_invalid");
    if (user.emailVerifiedAt === null) {
      await tx.user.update({ where: { id: user.id }, data: { emailVerifiedAt: new Date() } });
    }
    return enter(tx, user, visitor, "link");
  });
}

type FinishedSignUp = { token: string; name: string; password: string; language: string };

/**
 * Creates the account of a user who has verified the address by a link, and signs them in.
 * @throws AppError `link_invalid`, `weak_password`, `email_taken`, `too_many_attempts`, and the refusals of
 * `refusalOfProved`
 */
export async function finishSignUp(
  { token, name, password, language }: FinishedSignUp,
  visitor: Visitor,
): Promise<SessionToken> {
  await countLinkUse(visitor);
  const { userId, email } = await findLink("sign_in", token);
  if (userId !== null) throw new AppError("link_invalid");
  const refusal = await refusalOfProved(email);
  if (refusal !== null) throw new AppError(refusal);
  const passwordHash = await preparePassword({ name, email }, password);
  return inTransaction(async (tx) => {
    await consumeLink(tx, "sign_in", token);
    const account = await createAccount(
      tx,
      { name, email, passwordHash, isEmailVerified: true, way: "sign-up", language },
      { address: visitor.peer.address },
    );
    return enter(tx, { ...account, suspendedAt: null }, visitor, "sign-up");
  });
}

/**
 * Sets a new password by a link, ends every session of the user, and opens a new one for the caller. On failure the
 * link stays valid.
 * @throws AppError `link_invalid`, `weak_password`, `account_suspended`, `too_many_attempts`
 */
export async function resetPassword(
  { token, password, language }: { token: string; password: string; language: string },
  visitor: Visitor,
): Promise<SessionToken> {
  await countLinkUse(visitor);
  const link = await findLink("reset_password", token);
  const person = await db.user.findFirst({
    where: { id: link.userId ?? NO_USER_ID, email: link.email },
    select: { id: true, name: true, email: true, language: true },
  });
  if (person === null) throw new AppError("link_invalid");
  refuseWeakPassword(password, person);
  const passwordHash = await hashPassword(password);
  const session = await inTransaction(async (tx) => {
    await consumeLink(tx, "reset_password", token);
    // Void sign-in links too: the password may be changed because someone else reads the mailbox.
    await voidLinks(tx, "sign_in", { userId: person.id, email: person.email });
    const user = await tx.user.update({
      where: { id: person.id },
      data: { passwordHash, sessionVersion: { increment: 1 } },
      select: personColumns,
    });
    await tx.$executeRaw`
      UPDATE "Session" SET "endedAt" = now()
      WHERE "userId" = ${person.id}::uuid AND "endedAt" IS NULL`;
    await announceAccess(tx, person.id);
    const by = { name: user.name, address: visitor.peer.address };
    await recordAudit(
      tx,
      { ...by, userId: brandId(user.id) },
      {
        workspaceId: null,
        act: "account.password_changed",
        target: { kind: "account", id: user.id, name: user.name },
        details: { way: "link" },
      },
    );
    return enter(tx, user, visitor, "reset");
  });
  if (isMailConfigured()) {
    const to = { address: person.email, language: person.language ?? language };
    sendLater(() => sendMail("password_changed", to, {}));
  }
  return session;
}

/** A uuid of no user. */
const NO_USER_ID = "00000000-0000-0000-0000-000000000000";

function countLinkUse({ peer }: Visitor): Promise<void> {
  return countAttempts([{ limit: "link use address", key: addressKey(peer.address) }]);
}
