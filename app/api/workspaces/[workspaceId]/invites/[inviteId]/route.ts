import { revokeInvite } from "@/lib/server/domain/invites/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const DELETE = endpoint("invites.revoke", async ({ ctx, params }) => {
  await revokeInvite(ctx.actor, { workspaceId: params.workspaceId, inviteId: params.inviteId });
  return { ok: true };
});
