import { listWorkspaceReports } from "@/lib/server/domain/instance/workspaces";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("instance.workspaces", ({ ctx, query }) =>
  listWorkspaceReports(ctx.actor, query, ctx),
);
