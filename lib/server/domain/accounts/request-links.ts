import "server-only";
import { accountKey, addressKey, countAttempts } from "@/lib/server/auth/throttle";
import type { Peer } from "@/lib/server/request/peer";
import { db } from "@/lib/server/db";
import { normaliseEmail } from "@/lib/server/domain/accounts/email";
import { LINK_MINUTES, makeLink } from "@/lib/server/domain/accounts/links";
import { resetPath } from "@/lib/server/domain/accounts/reset-link";
import { refusalOf, refusalOfProved } from "@/lib/server/domain/accounts/sign-up-policy";
import { getEnv } from "@/lib/server/env";
import { AppError } from "@/lib/server/errors";
import { sendLater, sendMail } from "@/lib/server/mail/send";
import { isMailConfigured } from "@/lib/server/mail/transport";

/** The client that requests a mail, and the language of its page. */
export type Requester = { peer: Peer; language: string };

/**
 * Mails a link that signs in or, for an address without an account that may have one, a link that creates one. The
 * account is looked up after the response is sent: constant answer and time, to prevent account enumeration.
 * @throws AppError `too_many_attempts`, and `not_found` where the instance sends no mail
 */
export async function requestSignInLink(givenEmail: string, requester: Requester): Promise<void> {
  const email = await admitRequest(givenEmail, requester);
  sendLater(() => mailSignInLink(email, requester.language));
}

/**
 * The same from the sign-up page.
 * @throws AppError also `sign_up_closed` or `domain_not_admitted`, which depend on the policy and the address alone
 */
export async function requestSignUp(givenEmail: string, requester: Requester): Promise<void> {
  const refusal = refusalOf(getEnv().SIGN_UP, normaliseEmail(givenEmail));
  if (refusal !== null) throw new AppError(refusal, { field: "email" });
  await requestSignInLink(givenEmail, requester);
}

/** Mails a link to set a new password if the address has an account; the response is the same if it has none. */
export async function requestReset(givenEmail: string, requester: Requester): Promise<void> {
  const email = await admitRequest(givenEmail, requester);
  sendLater(async () => {
    const user = await findActive(email);
    if (user === null) return;
    const { token } = await makeLink(db, "reset_password", { userId: user.id, email });
    await sendMail("reset_password", recipient(user, requester.language), {
      url: `${studioAddress()}${resetPath(token)}`,
      minutes: LINK_MINUTES.reset_password,
    });
  });
}

async function admitRequest(givenEmail: string, { peer }: Requester): Promise<string> {
  if (!isMailConfigured()) throw new AppError("not_found");
  const email = normaliseEmail(givenEmail);
  await countAttempts([
    { limit: "link address", key: addressKey(peer.address) },
    { limit: "link account", key: accountKey(email) },
  ]);
  return email;
}

async function mailSignInLink(email: string, language: string): Promise<void> {
  const user = await findActive(email);
  const minutes = LINK_MINUTES.sign_in;
  if (user !== null) {
    const { token } = await makeLink(db, "sign_in", { userId: user.id, email });
    const url = `${studioAddress()}/sign-in/link#${token}`;
    return sendMail("sign_in", recipient(user, language), { url, minutes });
  }
  const isKnown = (await db.user.count({ where: { email } })) > 0;
  if (isKnown || (await refusalOfProved(email)) !== null) return;
  const { token } = await makeLink(db, "sign_in", { userId: null, email });
  const url = `${studioAddress()}/sign-up/finish#${token}`;
  await sendMail("sign_up", { address: email, language }, { url, minutes });
}

type Reader = { id: string; email: string; language: string | null };

function findActive(email: string): Promise<Reader | null> {
  return db.user.findFirst({
    where: { email, suspendedAt: null },
    select: { id: true, email: true, language: true },
  });
}

function recipient(user: Reader, language: string) {
  return { address: user.email, language: user.language ?? language };
}

/** Never derived from the request: a sender could forge `Host`, and the mail goes to someone else. */
export function studioAddress(): string {
  const { PENTIMENTO_URL } = getEnv();
  if (PENTIMENTO_URL === undefined) throw new Error("mail is configured without PENTIMENTO_URL");
  return PENTIMENTO_URL;
}
