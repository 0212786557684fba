import "server-only";
import type { EmailChange } from "@/lib/contracts/profile";
import type { Actor } from "@/lib/server/auth/actor";
import { addressKey, countAttempts } from "@/lib/server/auth/throttle";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { normaliseEmail } from "@/lib/server/domain/accounts/email";
import type { Visitor } from "@/lib/server/domain/accounts/enter";
import {
  consumeLink,
  findLink,
  LINK_MINUTES,
  makeLink,
  voidLinks,
} from "@/lib/server/domain/accounts/links";
import { proveIdentity } from "@/lib/server/domain/accounts/prove-identity";
import { studioAddress } from "@/lib/server/domain/accounts/request-links";
import { type AuditBy, recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { announcePerson } from "@/lib/server/domain/profile/announce-person";
import { AppError, isUniqueViolation } from "@/lib/server/errors";
import { sendLater, sendMail } from "@/lib/server/mail/send";
import { isMailConfigured } from "@/lib/server/mail/transport";

type ChangeBody = { email: string; currentPassword: string };
/** The user whose address changes. */
type Person = { id: string; name: string; email: string; language: string | null };

const personColumns = { id: true, name: true, email: true, language: true } as const;

/**
 * Changes the actor's e-mail address. With mail configured, sends a link there and changes nothing until it is
 * followed; the reply is the same if the address is taken. Without mail it takes effect at once, and a taken address
 * throws `email_taken`. Throws what `proveIdentity` throws, `invalid_field` for the current address,
 * `too_many_attempts`.
 */
export async function requestEmailChange(
  actor: Actor,
  { language, ...body }: ChangeBody & { language: string },
): Promise<EmailChange> {
  await countAttempts([{ limit: "email change", key: actor.userId }]);
  await proveIdentity(actor, body.currentPassword);
  const email = normaliseEmail(body.email);
  if (email === actor.email) throw new AppError("invalid_field", { field: "email" });
  if (!isMailConfigured()) {
    await refuseTaken(() =>
      inTransaction(async (tx) => {
        const person = await tx.user.findUniqueOrThrow({
          where: { id: actor.userId },
          select: personColumns,
        });
        await setEmail(tx, actor, person, { email, isProved: false });
      }),
    );
    return { outcome: "changed" };
  }
  sendLater(() => mailLink(actor, email, language));
  return { outcome: "mail_sent" };
}

async function mailLink(actor: Actor, email: string, language: string): Promise<void> {
  if ((await db.user.count({ where: { email } })) > 0) return;
  const { token } = await makeLink(db, "confirm_email", { userId: actor.userId, email });
  await sendMail(
    "confirm_email",
    { address: email, language },
    { url: `${studioAddress()}/confirm-email#${token}`, hours: LINK_MINUTES.confirm_email / 60 },
  );
}

/**
 * Sets the address that a link was sent to, and notifies the old one by mail. Sessions stay. Throws `link_invalid`,
 * `email_taken`, `account_suspended`, `too_many_attempts`; on failure the link stays valid.
 */
export async function confirmEmail(token: string, { peer }: Visitor): Promise<string> {
  await countAttempts([{ limit: "link use address", key: addressKey(peer.address) }]);
  const link = await findLink("confirm_email", token);
  const person = await refuseTaken(() =>
    inTransaction(async (tx) => {
      await consumeLink(tx, "confirm_email", token);
      const user = link.userId === null ? null : await findPerson(tx, link.userId);
      if (user === null) throw new AppError("link_invalid");
      if (user.suspendedAt !== null) throw new AppError("account_suspended");
      const by: AuditBy = { userId: brandId(user.id), name: user.name, address: peer.address };
      await setEmail(tx, by, user, { email: link.email, isProved: true });
      return user;
    }),
  );
  const to = { address: person.email, language: person.language };
  sendLater(() => sendMail("email_changed", to, { email: link.email }));
  return link.email;
}

function findPerson(tx: Tx, id: string) {
  return tx.user.findUnique({ where: { id }, select: { ...personColumns, suspendedAt: true } });
}

async function setEmail(
  tx: Tx,
  by: AuditBy,
  person: Person,
  { email, isProved }: { email: string; isProved: boolean },
): Promise<void> {
  await tx.user.update({
    where: { id: person.id },
    data: { email, emailVerifiedAt: isProved ? new Date() : null },
  });
  // Links sent to the old mailbox become void.
  const owner = { userId: person.id, email: person.email };
  for (const kind of ["sign_in", "reset_password", "confirm_email"] as const) {
    await voidLinks(tx, kind, owner);
  }
  await recordAudit(tx, by, {
    workspaceId: null,
    act: "account.email_changed",
    target: { kind: "account", id: person.id, name: person.name },
    details: { from: person.email, to: email },
  });
  await announcePerson(tx, person.id);
}

/** Relies on the unique index, which also settles concurrent changes. */
async function refuseTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isUniqueViolation(error)
      ? new AppError("email_taken", { field: "email", cause: error })
      : error;
  }
}
