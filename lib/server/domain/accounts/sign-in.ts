import "server-only";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { countFailure, forgetFailures } from "@/lib/server/auth/password-failures";
import { verifyPassword } from "@/lib/server/auth/passwords";
import {
  accountKey,
  addressKey,
  type Attempt,
  countAttempts,
  forgetAttempts,
  forgiveAttempt,
} from "@/lib/server/auth/throttle";
import { db, inTransaction } from "@/lib/server/db";
import { normaliseEmail } from "@/lib/server/domain/accounts/email";
import { enter, personColumns, type Visitor } from "@/lib/server/domain/accounts/enter";
import { AppError } from "@/lib/server/errors";

type Credentials = { email: string; password: string };

/**
 * Opens a session for the right e-mail and password. An unknown e-mail and a wrong password answer alike, in words
 * (`wrong_credentials`), in counting and in work done; too many of them give `too_many_attempts`. Only who knows the
 * password hears `account_suspended`.
 *
 * Wrong passwords slow the account down for every browser that has never signed in to it. One that has is counted by
 * itself: nobody who guesses from elsewhere, or from the same address, keeps its owner out.
 */
export async function signIn(credentials: Credentials, visitor: Visitor): Promise<SessionToken> {
  const email = normaliseEmail(credentials.email);
  const user = await db.user.findUnique({
    where: { email },
    select: { ...personColumns, passwordHash: true },
  });
  const device = user === null ? undefined : visitor.known?.get(user.id);
  const forgive = await (device === undefined
    ? countStranger(email, visitor)
    : countKnown(email, device));
  const isRight = await verifyPassword(user?.passwordHash ?? null, credentials.password);
  if (!user || !isRight) throw new AppError("wrong_credentials");
  await forgive();
  return inTransaction((tx) => enter(tx, user, visitor, "password"));
}

/** Called once the password turned out to be right. */
type Forgive = () => Promise<unknown>;

async function countStranger(email: string, { peer }: Visitor): Promise<Forgive> {
  const address: Attempt = { limit: "sign-in address", key: addressKey(peer.address) };
  await countAttempts([address]);
  await countFailure(accountKey(email));
  return () => Promise.all([forgetFailures(accountKey(email)), forgiveAttempt(address)]);
}

async function countKnown(email: string, device: string): Promise<Forgive> {
  const attempt: Attempt = { limit: "sign-in device", key: device };
  await countAttempts([attempt]);
  return () => Promise.all([forgetFailures(accountKey(email)), forgetAttempts(attempt)]);
}
