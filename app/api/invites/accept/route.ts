import { acceptInvite } from "@/lib/server/domain/invites/accept";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("invites.accept", async ({ ctx, body }) => ({
  workspaceId: await acceptInvite(ctx.actor, body.token),
}));
