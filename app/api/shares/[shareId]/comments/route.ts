import { replyInShare } from "@/lib/server/domain/shares/moderate";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("shares.comment", ({ ctx, params, body }) =>
  replyInShare(ctx.actor, { ...body, shareId: params.shareId }, ctx),
);
