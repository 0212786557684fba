import { setMemberBudget } from "@/lib/server/domain/budgets/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const PATCH = endpoint("budgets.setMember", ({ ctx, params, body }) =>
  setMemberBudget(ctx.actor, { ...body, userId: params.userId }, ctx),
);
