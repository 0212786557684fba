import "server-only";
import { hasOwner } from "@/lib/server/auth/owner";
import { hashPassword } from "@/lib/server/auth/passwords";
import type { Tx } from "@/lib/server/db";
import { type AuditBy, recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { normaliseEmail } from "@/lib/server/domain/accounts/email";
import { refuseWeakPassword } from "@/lib/server/domain/accounts/password-policy";
import { createPersonalWorkspace } from "@/lib/server/domain/workspaces/personal";
import { AppError } from "@/lib/server/errors";

export type NewAccount = {
  name: string;
  email: string;
  /** From `preparePassword`; null for somebody who comes by a provider or by links alone. */
  passwordHash: string | null;
  /** The address is known to be the person's: a link was followed, a provider or whoever runs the studio vouches for it. */
  isEmailVerified: boolean;
  /** How it came about, for the audit log. */
  way: "first visit" | "sign-up" | "invite" | "github" | "google" | "oidc" | "by hand";
  language?: string | null;
  isInstanceOwner?: boolean;
};

export type Account = { id: string; name: string; email: string; sessionVersion: number };

/**
 * The hash for a new account's password; made before the transaction, which would hold a connection for the time it takes.
 * Gives `weak_password` (field `password`).
 */
export async function preparePassword(
  person: { name: string; email: string },
  password: string,
): Promise<string> {
  refuseWeakPassword(password, { name: person.name, email: normaliseEmail(person.email) });
  return hashPassword(password);
}

/**
 * Makes an account with a workspace of its own, and its line in the audit log. Who may have one is for the caller to have decided.
 * @param by who makes it; left out, the person themselves, from `address`
 * @throws AppError `email_taken` where the address has an account already, and `sign_up_closed` where somebody comes by
 * themselves before the studio has its owner; the transaction is spent then
 */
export async function createAccount(
  tx: Tx,
  account: NewAccount,
  origin: { by: AuditBy } | { address: string | null },
): Promise<Account> {
  const email = normaliseEmail(account.email);
  const name = account.name.trim();
  await refuseBeforeOwner(tx, account);
  // Two at once wait for each other at the unique index; only one gets a row.
  const [made] = await tx.user.createManyAndReturn({
    data: {
      name,
      email,
      passwordHash: account.passwordHash,
      emailVerifiedAt: account.isEmailVerified ? new Date() : null,
      isInstanceOwner: account.isInstanceOwner ?? false,
      language: account.language ?? null,
    },
    select: { id: true, name: true, email: true, sessionVersion: true },
    skipDuplicates: true,
  });
  if (made === undefined) throw new AppError("email_taken", { field: "email" });
  await createPersonalWorkspace(tx, made);
  const by: AuditBy =
    "by" in origin
      ? origin.by
      : { userId: brandId(made.id), name: made.name, address: origin.address };
  await recordAudit(tx, by, {
    workspaceId: null,
    act: "account.created",
    target: { kind: "account", id: made.id, name: made.name },
    details: { way: account.way, email },
  });
  return made;
}

/**
 * The first account is the owner's, whatever the sign-up policy: a stranger who was quicker would end the first visit without
 * becoming the owner, and leave a studio that nobody runs.
 */
async function refuseBeforeOwner(tx: Tx, { way, isInstanceOwner }: NewAccount): Promise<void> {
  if (isInstanceOwner === true || way === "by hand") return;
  if (!(await hasOwner(tx))) throw new AppError("sign_up_closed");
}
