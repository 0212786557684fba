import { collectPicks } from "@/lib/server/domain/shares/moderate";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("shares.collectPicks", ({ ctx, params, body }) =>
  collectPicks(ctx.actor, { ...body, shareId: params.shareId }),
);
