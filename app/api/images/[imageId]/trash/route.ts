import { trashImage } from "@/lib/server/domain/trash/trash";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("images.trash", ({ ctx, params }) =>
  trashImage(ctx.actor, params.imageId, ctx),
);
