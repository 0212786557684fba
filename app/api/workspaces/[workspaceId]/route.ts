import { removeWorkspace, updateWorkspace } from "@/lib/server/domain/workspaces/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const PATCH = endpoint("workspaces.update", ({ ctx, params, body }) =>
  updateWorkspace(ctx.actor, { ...body, workspaceId: params.workspaceId }),
);

export const DELETE = endpoint("workspaces.remove", async ({ ctx, params, query }) => {
  await removeWorkspace(ctx.actor, { workspaceId: params.workspaceId, typedName: query.name });
  return { ok: true };
});
