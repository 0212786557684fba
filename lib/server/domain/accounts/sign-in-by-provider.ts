import "server-only";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { inTransaction, type Tx } from "@/lib/server/db";
import { createAccount } from "@/lib/server/domain/accounts/create-account";
import { normaliseEmail } from "@/lib/server/domain/accounts/email";
import {
  enter,
  personColumns,
  type ProviderId,
  type Visitor,
} from "@/lib/server/domain/accounts/enter";
import { refusalOf, refusalOfProved } from "@/lib/server/domain/accounts/sign-up-policy";
import { getEnv } from "@/lib/server/env";
import { AppError } from "@/lib/server/errors";

/** A user as a sign-in provider describes them. */
export type ProviderPerson = {
  provider: ProviderId;
  /** The provider's own id of the user, which never changes. */
  id: string;
  name: string;
  email: string | null;
  /** The provider states that the address is verified; false if it states nothing. */
  isEmailVerified: boolean;
};

const NAME_MAX_CHARS = 100;

/**
 * Opens a session for a user whom a provider has authenticated. A known user is found by the provider's id, even if
 * their address has changed since. On the first sign-in an existing account with the same address is linked only if
 * both the provider and the account have the address verified: otherwise either could be a stranger's. A user without
 * an account gets one where the policy, or an invitation to the address, allows it.
 * @throws AppError `email_unproven`, `email_missing`, `email_unvouched`, `sign_up_closed`, `domain_not_admitted`,
 * `account_suspended`
 */
export function signInByProvider(person: ProviderPerson, visitor: Visitor): Promise<SessionToken> {
  return inTransaction(async (tx) => {
    const key = { provider: person.provider, providerAccountId: person.id };
    const login = await tx.login.findUnique({
      where: { provider_providerAccountId: key },
      select: { user: { select: personColumns } },
    });
    if (login !== null) return enter(tx, login.user, visitor, person.provider);
    const user = (await findByEmail(tx, person)) ?? (await makeAccount(tx, person, visitor));
    await tx.login.createMany({ data: { ...key, userId: user.id }, skipDuplicates: true });
    return enter(tx, user, visitor, person.provider);
  });
}

async function findByEmail(tx: Tx, person: ProviderPerson) {
  if (person.email === null) return null;
  const user = await tx.user.findUnique({
    where: { email: normaliseEmail(person.email) },
    select: { ...personColumns, emailVerifiedAt: true, isInstanceOwner: true },
  });
  if (user === null) return null;
  // A stranger may have signed up with this address. The instance owner's address counts as verified.
  const isProved = user.emailVerifiedAt !== null || user.isInstanceOwner;
  if (!person.isEmailVerified || !isProved) throw new AppError("email_unproven");
  return user;
}

async function makeAccount(tx: Tx, person: ProviderPerson, visitor: Visitor) {
  const { email, isEmailVerified, provider } = person;
  if (email === null) throw new AppError("email_missing");
  const normalised = normaliseEmail(email);
  const refusal = isEmailVerified
    ? await refusalOfProved(normalised, tx)
    : refusalOfUnproved(normalised);
  if (refusal !== null) throw new AppError(refusal);
  const name = person.name.trim().slice(0, NAME_MAX_CHARS) || normalised;
  const account = await createAccount(
    tx,
    { name, email, passwordHash: null, isEmailVerified, way: provider },
    { address: visitor.peer.address },
  );
  return { ...account, suspendedAt: null };
}

/** An unverified address proves no domain. */
function refusalOfUnproved(email: string) {
  const policy = getEnv().SIGN_UP;
  return policy.kind === "domains" ? "email_unvouched" : refusalOf(policy, email);
}
