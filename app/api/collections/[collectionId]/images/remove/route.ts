import { takeOutOfCollection } from "@/lib/server/domain/collections/contents";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("collections.takeOut", ({ ctx, params, body }) =>
  takeOutOfCollection(ctx.actor, { ...body, collectionId: params.collectionId }),
);
