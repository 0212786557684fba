import { changeRole, removeMember } from "@/lib/server/domain/members/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const PATCH = endpoint("members.changeRole", async ({ ctx, params, body }) => {
  await changeRole(ctx.actor, {
    workspaceId: params.workspaceId,
    userId: params.userId,
    role: body.role,
  });
  return { ok: true };
});

export const DELETE = endpoint("members.remove", async ({ ctx, params }) => {
  await removeMember(ctx.actor, { workspaceId: params.workspaceId, userId: params.userId });
  return { ok: true };
});
