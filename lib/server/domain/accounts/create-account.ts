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
  /** From `preparePassword`; null for users who sign in by a provider or by mail links only. */
  passwordHash: string | null;
  /** The address is known to be the user's: they followed a link, or a provider or the instance owner confirmed it. */
  isEmailVerified: boolean;
  /** How the account was created, for the audit log. */
  way: "first visit" | "sign-up" | "invite" | "github" | "google" | "oidc" | "by hand";
  language?: string | null;
  isInstanceOwner?: boolean;
};

export type Account = { id: string; name: string; email: string; sessionVersion: number };

/**
 * Hashes a new account's password. Call it before the transaction, because hashing is slow and would hold a connection.
 * @throws AppError `weak_password` (field `password`)
 */
export async function preparePassword(
  person: { name: string; email: string },
  password: string,
): Promise<string> {
  refuseWeakPassword(password, { name: person.name, email: normaliseEmail(person.email) });
  return hashPassword(password);
}

/**
 * Creates an account with its personal workspace and an audit entry. The caller has decided that the account is
 * allowed.
 * @param origin the creator, or the address of users who create their own account
 * @throws AppError `email_taken`, and `sign_up_closed` for a sign-up before the instance has an owner; the transaction
 * cannot be used afterwards
 */
export async function createAccount(
  tx: Tx,
  account: NewAccount,
  origin: { by: AuditBy } | { address: string | null },
): Promise<Account> {
  const email = normaliseEmail(account.email);
  const name = account.name.trim();
  await refuseBeforeOwner(tx, account);
  // Concurrent inserts wait for each other at the unique index; only one gets a row.
  const [created] = await tx.user.createManyAndReturn({
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
  if (created === undefined) throw new AppError("email_taken", { field: "email" });
  await createPersonalWorkspace(tx, created);
  const by: AuditBy =
    "by" in origin
      ? origin.by
      : { userId: brandId(created.id), name: created.name, address: origin.address };
  await recordAudit(tx, by, {
    workspaceId: null,
    act: "account.created",
    target: { kind: "account", id: created.id, name: created.name },
    details: { way: account.way, email },
  });
  return created;
}

/**
 * The first account belongs to the instance owner, whatever the sign-up policy: an earlier sign-up would end the
 * first-visit setup and leave an instance without an owner.
 */
async function refuseBeforeOwner(tx: Tx, { way, isInstanceOwner }: NewAccount): Promise<void> {
  if (isInstanceOwner === true || way === "by hand") return;
  if (!(await hasOwner(tx))) throw new AppError("sign_up_closed");
}
