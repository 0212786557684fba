import { loadSharePolicy, setSharePolicy } from "@/lib/server/domain/shares/policy";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("shares.policy", ({ ctx, params }) =>
  loadSharePolicy(ctx.actor, params.workspaceId),
);

export const PATCH = endpoint("shares.setPolicy", ({ ctx, params, body }) =>
  setSharePolicy(ctx.actor, { ...body, workspaceId: params.workspaceId }),
);
