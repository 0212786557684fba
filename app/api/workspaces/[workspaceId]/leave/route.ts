import { leaveWorkspace } from "@/lib/server/domain/members/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("workspaces.leave", async ({ ctx, params }) => {
  await leaveWorkspace(ctx.actor, params.workspaceId);
  return { ok: true };
});
