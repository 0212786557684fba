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
 * Opens a session for the right e-mail and password. An unknown e-mail and a wrong password are treated alike in
 * answer, counting and work done.
 * Wrong passwords slow an account down for every browser that has never signed in to it. Browsers that have are counted
 * separately, so that guesses from elsewhere do not lock out the account's owner.
 * @throws AppError `wrong_credentials`, `too_many_attempts`, and after the right password `account_suspended`
 */
export async function signIn(credentials: Credentials, visitor: Visitor): Promise<SessionToken> {
  const email = normaliseEmail(credentials.email);
  const user = await db.user.findUnique({
    where: { email },
    select: { ...personColumns, passwordHash: true },
  });
  const device = user === null ? undefined : visitor.known?.get(user.id);
  const refund = await (device === undefined
    ? countUnknownDevice(email, visitor)
    : countKnownDevice(email, device));
  const isCorrect = await verifyPassword(user?.passwordHash ?? null, credentials.password);
  if (!user || !isCorrect) throw new AppError("wrong_credentials");
  await refund();
  return inTransaction((tx) => enter(tx, user, visitor, "password"));
}

/** Call it after the password was right: it refunds the counted attempt. */
type Refund = () => Promise<unknown>;

async function countUnknownDevice(email: string, { peer }: Visitor): Promise<Refund> {
  const address: Attempt = { limit: "sign-in address", key: addressKey(peer.address) };
  await countAttempts([address]);
  await countFailure(accountKey(email));
  return () => Promise.all([forgetFailures(accountKey(email)), forgiveAttempt(address)]);
}

async function countKnownDevice(email: string, device: string): Promise<Refund> {
  const attempt: Attempt = { limit: "sign-in device", key: device };
  await countAttempts([attempt]);
  return () => Promise.all([forgetFailures(accountKey(email)), forgetAttempts(attempt)]);
}
