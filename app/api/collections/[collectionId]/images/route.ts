import { addToCollection } from "@/lib/server/domain/collections/contents";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("collections.add", ({ ctx, params, body }) =>
  addToCollection(ctx.actor, { ...body, collectionId: params.collectionId }),
);
