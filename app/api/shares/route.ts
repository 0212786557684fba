import { createShare } from "@/lib/server/domain/shares/create";
import { listShares } from "@/lib/server/domain/shares/queries";
import { endpoint } from "@/lib/server/http/endpoint";
import { studioOrigin } from "@/lib/server/request/share-url";

export const GET = endpoint("shares.list", ({ ctx, query, request }) =>
  listShares(ctx.actor, query, { ...ctx, origin: studioOrigin(request) }),
);

export const POST = endpoint("shares.create", ({ ctx, body, request }) =>
  createShare(ctx.actor, body, { ...ctx, origin: studioOrigin(request) }),
);
