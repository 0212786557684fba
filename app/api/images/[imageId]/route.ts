import { loadImageDetail } from "@/lib/server/domain/images/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("images.detail", ({ ctx, params }) =>
  loadImageDetail(ctx.actor, params.imageId),
);
