import "server-only";
import type { SessionToken } from "@/lib/server/auth/cookie";
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
 */
export async function signIn(credentials: Credentials, visitor: Visitor): Promise<SessionToken> {
  const email = normaliseEmail(credentials.email);
  const account: Attempt = { limit: "sign-in account", key: accountKey(email) };
  const address: Attempt = { limit: "sign-in address", key: addressKey(visitor.peer.address) };
  await countAttempts([address, account]);
  const user = await db.user.findUnique({
    where: { email },
    select: { ...personColumns, passwordHash: true },
  });
  const isRight = await verifyPassword(user?.passwordHash ?? null, credentials.password);
  if (!user || !isRight) throw new AppError("wrong_credentials");
  await Promise.all([forgetAttempts(account), forgiveAttempt(address)]);
  return inTransaction((tx) => enter(tx, user, visitor, "password"));
}
