import { tagImage } from "@/lib/server/domain/images/tags";
import { endpoint } from "@/lib/server/http/endpoint";

export const PATCH = endpoint("images.tag", ({ ctx, params, body }) =>
  tagImage(ctx.actor, { ...body, imageId: params.imageId }),
);
