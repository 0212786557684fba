import "server-only";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { addressKey, countAttempts } from "@/lib/server/auth/throttle";
import { inTransaction } from "@/lib/server/db";
import { createAccount, preparePassword } from "@/lib/server/domain/accounts/create-account";
import { enter, type Visitor } from "@/lib/server/domain/accounts/enter";
import { getEnv } from "@/lib/server/env";
import { AppError } from "@/lib/server/errors";
import { isMailConfigured } from "@/lib/server/mail/transport";

type SignUp = { name: string; email: string; password: string };

/**
 * Makes an account at once and signs in: only in a studio that is open to all and sends no mail, so that nobody can be asked
 * to prove an address. There it cannot but tell that an address is taken (`email_taken`); few tries an hour and address are
 * what there is against going through lists. Also gives `sign_up_closed`, `weak_password`, `too_many_attempts`.
 */
export async function signUpAtOnce(
  { name, email, password }: SignUp,
  language: string,
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
