import "server-only";
import { withLivingToken } from "@/lib/server/auth/access-tokens";
import type { ProblemCode } from "@/lib/contracts/problems";
import { db, type Tx } from "@/lib/server/db";
import { type Env, getEnv } from "@/lib/server/env";

/**
 * Why the policy keeps an address from making an account, or null where it does not. Says nothing of an account that the
 * address may have: the answer depends on the setting and on the words after the `@` alone.
 */
export function refusalOf(policy: Env["SIGN_UP"], email: string): ProblemCode | null {
  if (policy.kind === "open") return null;
  if (policy.kind === "closed") return "sign_up_closed";
  const domain = email.slice(email.lastIndexOf("@") + 1);
  // A domain stands for itself alone: whoever has a subdomain need not be of the same house.
  return policy.domains.includes(domain) ? null : "domain_not_admitted";
}

/**
 * Why this address, proved to be the person's, may not make an account; null where it may. Somebody in a workspace who has
 * invited it counts as much as the policy.
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
      // Demotion and removal revoke a person's invites; suspension, which may be lifted, lets them rest.
      createdBy: { suspendedAt: null },
      ...withLivingToken(),
    },
    select: { id: true },
  });
  return invite === null ? refusal : null;
}
