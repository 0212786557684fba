import { restoreImage } from "@/lib/server/domain/trash/trash";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("images.restore", ({ ctx, params }) =>
  restoreImage(ctx.actor, params.imageId),
);
