import { handOver } from "@/lib/server/domain/members/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("workspaces.handOver", async ({ ctx, params, body }) => {
  await handOver(ctx.actor, { workspaceId: params.workspaceId, userId: body.userId });
  return { ok: true };
});
