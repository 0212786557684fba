import { renewAddress } from "@/lib/server/domain/shares/commands";
import { endpoint } from "@/lib/server/http/endpoint";
import { studioOrigin } from "@/lib/server/request/share-url";

export const POST = endpoint("shares.address", ({ ctx, params, request }) =>
  renewAddress(ctx.actor, params.shareId, { ...ctx, origin: studioOrigin(request) }),
);
