import { loadSpending } from "@/lib/server/domain/usage/spending";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("usage.spending", ({ ctx, query }) =>
  loadSpending(ctx.actor, query, ctx),
);
