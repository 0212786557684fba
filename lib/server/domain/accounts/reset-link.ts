import "server-only";
import type { Tx } from "@/lib/server/db";
import { HAS_ACCOUNT } from "@/lib/server/domain/accounts/has-account";
import { makeLink } from "@/lib/server/domain/accounts/links";
import { type AuditBy, recordAudit } from "@/lib/server/domain/audit/record";
import { AppError } from "@/lib/server/errors";

export type ResetLink = {
  /** Below the instance's base URL, with the token behind the `#`. Shown once and not stored. */
  path: string;
  expiresAt: Date;
};

/** The path of the page that sets a new password. */
export const resetPath = (token: string) => `/reset-password#${token}`;

/**
 * Creates a password-reset link that the instance owner passes on, where no mail is sent. The caller has authorised
 * `by`.
 * @throws AppError `not_found` for an unknown account
 */
export async function makeResetLink(tx: Tx, by: AuditBy, userId: string): Promise<ResetLink> {
  const user = await tx.user.findFirst({
    where: { id: userId, ...HAS_ACCOUNT },
    select: { id: true, name: true, email: true },
  });
  if (user === null) throw new AppError("not_found");
  const { token, expiresAt } = await makeLink(tx, "reset_password", {
    userId: user.id,
    email: user.email,
  });
  await recordAudit(tx, by, {
    workspaceId: null,
    act: "account.reset_link_made",
    target: { kind: "account", id: user.id, name: user.name },
  });
  return { path: resetPath(token), expiresAt };
}
