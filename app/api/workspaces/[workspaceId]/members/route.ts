import { listMembers } from "@/lib/server/domain/members/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("members.list", async ({ ctx, params }) => ({
  members: await listMembers(ctx.actor, params.workspaceId),
}));
