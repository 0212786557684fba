import "server-only";
import type { TokenList } from "@/lib/contracts/tokens";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { toTokenView, tokenInclude } from "@/lib/server/domain/tokens/view";

/** A person's own tokens, of the workspaces that the request reaches: a token reaches those of its own alone. */
export function ownTokens(actor: Actor) {
  return { userId: actor.userId, workspaceId: { in: [...actor.roles.keys()] }, revokedAt: null };
}

/**
 * The actor's own tokens that are not revoked, newest first; those that ran out are among them, and say so. Of a
 * workspace that they have left none is good, and none is shown.
 */
export async function listTokens(actor: Actor, clock: Clock): Promise<TokenList> {
  const rows = await db.accessToken.findMany({
    where: ownTokens(actor),
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    include: tokenInclude,
  });
  return { tokens: rows.map((row) => toTokenView(row, clock)) };
}
