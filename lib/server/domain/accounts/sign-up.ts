import "server-only";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { addressKey, countAttempts } from "@/lib/server/auth/throttle";
import { inTransaction } from "@/lib/server/db";
import { createAccount, preparePassword } from "@/lib/server/domain/accounts/create-account";
import { enter, type Visitor } from "@/lib/server/domain/accounts/enter";
import { getEnv } from "@/lib/server/env";
import { AppError } from "@/lib/server/errors";
import { isMailConfigured } from "@/lib/server/mail/transport";

type SignUp = { name: string; email: string; password: string; language: string };

/**
 * Creates an account at once and signs in. Only on an instance that is open to all and sends no mail, where addresses
 * cannot be verified. This reveals taken addresses (`email_taken`), so attempts per client address are limited per
 * hour.
 * @throws AppError `sign_up_closed`, `email_taken`, `weak_password`, `too_many_attempts`
 */
export async function signUpAtOnce(
  { name, email, password, language }: SignUp,
  visitor: Visitor,
): Promise<SessionToken> {
  if (getEnv().SIGN_UP.kind !== "open" || isMailConfigured()) throw new AppError("sign_up_closed");
  await countAttempts([{ limit: "sign-up address", key: addressKey(visitor.peer.address) }]);
  const passwordHash = await preparePassword({ name, email }, password);
  return inTransaction(async (tx) => {
    const account = await createAccount(
      tx,
      { name, email, passwordHash, isEmailVerified: false, way: "sign-up", language },
      { address: visitor.peer.address },
    );
    return enter(tx, { ...account, suspendedAt: null }, visitor, "sign-up");
  });
}
