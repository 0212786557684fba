import { listImages } from "@/lib/server/domain/images/queries";
import { uploadImage } from "@/lib/server/domain/images/upload";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("images.list", ({ ctx, query }) => listImages(ctx.actor, query));

export const POST = endpoint("images.upload", ({ ctx, query, body }) =>
  uploadImage(ctx.actor, { name: query.name, bytes: body }),
);
