import { revokeShare, updateShare } from "@/lib/server/domain/shares/commands";
import { loadShare } from "@/lib/server/domain/shares/queries";
import { endpoint } from "@/lib/server/http/endpoint";
import { studioOrigin } from "@/lib/server/request/share-url";

export const GET = endpoint("shares.detail", ({ ctx, params, request }) =>
  loadShare(ctx.actor, params.shareId, { ...ctx, origin: studioOrigin(request) }),
);

export const PATCH = endpoint("shares.update", ({ ctx, params, body, request }) =>
  updateShare(
    ctx.actor,
    { ...body, shareId: params.shareId },
    { ...ctx, origin: studioOrigin(request) },
  ),
);

export const DELETE = endpoint("shares.revoke", ({ ctx, params }) =>
  revokeShare(ctx.actor, params.shareId, ctx),
);
