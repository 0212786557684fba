import { loadBudgets } from "@/lib/server/domain/budgets/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("budgets.state", ({ ctx }) => loadBudgets(ctx.actor, ctx));
