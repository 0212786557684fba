import "server-only";
import type { Tx } from "@/lib/server/db";
import { HAS_ACCOUNT } from "@/lib/server/domain/accounts/has-account";
import { makeLink } from "@/lib/server/domain/accounts/links";
import { type AuditBy, recordAudit } from "@/lib/server/domain/audit/record";
import { AppError } from "@/lib/server/errors";

export type ResetLink = {
  /** Below the studio's address; the token stands behind the `#`. Shown once, kept nowhere. */
  path: string;
  expiresAt: Date;
};

/** The page on which a link leads to a new password. */
export const resetPath = (token: string) => `/reset-password#${token}`;

/**
 * A link with which a person chooses a new password, for whoever runs the studio to hand over: there where no mail is sent.
 * Gives `not_found` for an account that is not there. Whether `by` may do this is for the caller to have decided.
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
