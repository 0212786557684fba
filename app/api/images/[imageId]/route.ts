import { loadImageDetail } from "@/lib/server/domain/images/detail";
import { purgeImage } from "@/lib/server/domain/trash/trash";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("images.detail", ({ ctx, params }) =>
  loadImageDetail(ctx.actor, params.imageId),
);

export const DELETE = endpoint("images.purge", ({ ctx, params }) =>
  purgeImage(ctx.actor, params.imageId, ctx),
);
