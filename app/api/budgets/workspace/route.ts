import { setWorkspaceBudget } from "@/lib/server/domain/budgets/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const PATCH = endpoint("budgets.setWorkspace", ({ ctx, body }) =>
  setWorkspaceBudget(ctx.actor, body, ctx),
);
