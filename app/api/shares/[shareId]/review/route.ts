import { loadShareReview } from "@/lib/server/domain/shares/moderate";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("shares.review", ({ ctx, params }) =>
  loadShareReview(ctx.actor, params.shareId),
);
