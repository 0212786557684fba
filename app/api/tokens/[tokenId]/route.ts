import { revokeOwnToken } from "@/lib/server/domain/tokens/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const DELETE = endpoint("tokens.revoke", async ({ ctx, params }) => {
  await revokeOwnToken(ctx.actor, params.tokenId, ctx);
  return { ok: true };
});
