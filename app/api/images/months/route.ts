import { countByMonth } from "@/lib/server/domain/images/wall/months";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("images.months", ({ ctx, query }) => countByMonth(ctx.actor, query));
