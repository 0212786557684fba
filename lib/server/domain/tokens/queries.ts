import "server-only";
import type { TokenList } from "@/lib/contracts/tokens";
import type { Actor } from "@/lib/server/auth/actor";
import type { Deps } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { toTokenView, tokenInclude } from "@/lib/server/domain/tokens/view";

/** Filter for the actor's own tokens in the workspaces that the request reaches; a token reaches its own alone. */
export function ownTokens(actor: Actor) {
  return { userId: actor.userId, workspaceId: { in: [...actor.roles.keys()] }, revokedAt: null };
}

/**
 * The actor's own unrevoked tokens, newest first, expired ones included and marked. Omits tokens of workspaces they
 * have left, which are no longer valid.
 */
export async function listTokens(actor: Actor, { clock }: Deps): Promise<TokenList> {
  const rows = await db.accessToken.findMany({
    where: ownTokens(actor),
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    include: tokenInclude,
  });
  return { tokens: rows.map((row) => toTokenView(row, clock)) };
}
