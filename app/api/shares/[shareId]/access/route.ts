import { listVisits } from "@/lib/server/domain/shares/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("shares.access", ({ ctx, params, query }) =>
  listVisits(ctx.actor, { ...query, shareId: params.shareId }),
);
