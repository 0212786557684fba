import "server-only";
import { withLivingToken } from "@/lib/server/auth/access-tokens";
import type { ProblemCode } from "@/lib/contracts/problems";
import { db, type Tx } from "@/lib/server/db";
import { type Env, getEnv } from "@/lib/server/env";

/**
 * Why the policy refuses an account for this address; null if it allows one. Depends on the setting and the domain
 * alone, so that it reveals nothing about existing accounts.
 */
export function refusalOf(policy: Env["SIGN_UP"], email: string): ProblemCode | null {
  if (policy.kind === "open") return null;
  if (policy.kind === "closed") return "sign_up_closed";
  const domain = email.slice(email.lastIndexOf("@") + 1);
  // A domain does not include its subdomains: they may belong to others.
  return policy.domains.includes(domain) ? null : "domain_not_admitted";
}

/**
 * Why a verified address may not create an account; null where it may. A pending invitation to the address overrides
 * the policy.
 */
export async function refusalOfProved(email: string, tx: Tx = db): Promise<ProblemCode | null> {
  const refusal = refusalOf(getEnv().SIGN_UP, email);
  if (refusal === null) return null;
  const invite = await tx.invite.findFirst({
    where: {
      email,
      revokedAt: null,
      expiresAt: { gt: new Date() },
      uses: { lt: tx.invite.fields.usesMax },
      // Demotion and removal revoke a user's invites; suspension, which is reversible, only pauses them.
      createdBy: { suspendedAt: null },
      ...withLivingToken(),
    },
    select: { id: true },
  });
  return invite === null ? refusal : null;
}
