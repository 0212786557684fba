import "server-only";
import type { SetupState } from "@/lib/contracts/account";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { hasOwner } from "@/lib/server/auth/owner";
import { checkSetupCode, removeSetupCode } from "@/lib/server/auth/setup-code";
import { inTransaction, type Tx } from "@/lib/server/db";
import { createAccount, preparePassword } from "@/lib/server/domain/accounts/create-account";
import { normaliseEmail } from "@/lib/server/domain/accounts/email";
import { AppError } from "@/lib/server/errors";
import type { Peer } from "@/lib/server/auth/peer";
import { enter, type Visitor } from "@/lib/server/domain/accounts/enter";

/** Any number will do, as long as it is nobody else's: it serialises first visits. */
const SETUP_LOCK = 7_365_740;

/** Whether the studio still waits for its owner. */
export async function isSetupNeeded(): Promise<boolean> {
  return !(await hasOwner());
}

/** What the first page must ask of this visitor. */
export async function loadSetupState(peer: Peer): Promise<SetupState> {
  const isNeeded = await isSetupNeeded();
  return { isNeeded, isCodeNeeded: isNeeded && !peer.isDirectLoopback };
}

/** Whether an account made in this transaction would be the studio's first; of several at once only one is told so. */
export async function isFirstAccount(tx: Tx): Promise<boolean> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SETUP_LOCK})`;
  return !(await hasOwner(tx));
}

type Owner = { name: string; email: string; password: string; code?: string };

/**
 * Makes the owner, their workspace and their first session. Of two first visits at once one wins; the other, and every
 * later one, gets `already_set_up`. Also gives `wrong_setup_code`, `too_many_attempts` and `weak_password`.
 */
export async function createOwner(owner: Owner, visitor: Visitor): Promise<SessionToken> {
  if (await hasOwner()) throw new AppError("already_set_up");
  await checkSetupCode(visitor.peer, owner.code);
  const name = owner.name.trim();
  const email = normaliseEmail(owner.email);
  const passwordHash = await preparePassword({ name, email }, owner.password);
  const token = await inTransaction(async (tx) => {
    if (!(await isFirstAccount(tx))) throw new AppError("already_set_up");
    const user = await createAccount(
      tx,
      // Nobody but themselves could vouch for the address of whoever holds the machine.
      {
        name,
        email,
        passwordHash,
        isEmailVerified: true,
        way: "first visit",
        isInstanceOwner: true,
      },
      { address: visitor.peer.address },
    );
    return enter(tx, { ...user, suspendedAt: null }, visitor, "first visit");
  });
  removeSetupCode();
  return token;
}
