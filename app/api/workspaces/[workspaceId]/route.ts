import { removeWorkspace, updateWorkspace } from "@/lib/server/domain/workspaces/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const PATCH = endpoint("workspaces.update", ({ ctx, params, body }) =>
  updateWorkspace(ctx.actor, params.workspaceId, body),
);

export const DELETE = endpoint("workspaces.remove", async ({ ctx, params, query }) => {
  await removeWorkspace(ctx.actor, params.workspaceId, query.name);
  return { ok: true };
});
