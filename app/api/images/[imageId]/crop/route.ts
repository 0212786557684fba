import { cropImage } from "@/lib/server/domain/turns/crop";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("images.crop", ({ ctx, params, body }) =>
  cropImage(ctx.actor, { ...body, imageId: params.imageId }, ctx),
);
