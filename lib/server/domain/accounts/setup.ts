import "server-only";
import type { SetupState } from "@/lib/contracts/account";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { hasOwner } from "@/lib/server/auth/owner";
import { checkSetupCode, removeSetupCode } from "@/lib/server/auth/setup-code";
import { inTransaction, type Tx } from "@/lib/server/db";
import { createAccount, preparePassword } from "@/lib/server/domain/accounts/create-account";
import { normaliseEmail } from "@/lib/server/domain/accounts/email";
import { AppError } from "@/lib/server/errors";
import type { Peer } from "@/lib/server/request/peer";
import { enter, type Visitor } from "@/lib/server/domain/accounts/enter";

/** Serialises first visits. The number is arbitrary but must differ from other advisory locks. */
const SETUP_LOCK = 7_365_740;

/** Whether the instance has no owner yet. */
export async function isSetupNeeded(): Promise<boolean> {
  return !(await hasOwner());
}

/** What the first-visit page must ask this client for. */
export async function loadSetupState(peer: Peer): Promise<SetupState> {
  const isNeeded = await isSetupNeeded();
  return { isNeeded, isCodeNeeded: isNeeded && !peer.isDirectLoopback };
}

/**
 * Whether an account made in this transaction would be the instance's first. Of concurrent transactions only one gets
 * true.
 */
export async function isFirstAccount(tx: Tx): Promise<boolean> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SETUP_LOCK})`;
  return !(await hasOwner(tx));
}

type Owner = { name: string; email: string; password: string; code?: string };

/**
 * Creates the instance owner with a personal workspace and a first session. Of concurrent first visits one wins.
 * @throws AppError `already_set_up`, `wrong_setup_code`, `too_many_attempts`, `weak_password`
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
      // The owner's address counts as verified: they control the machine.
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
