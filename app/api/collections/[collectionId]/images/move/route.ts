import { moveInCollection } from "@/lib/server/domain/collections/contents";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("collections.move", ({ ctx, params, body }) =>
  moveInCollection(ctx.actor, { ...body, collectionId: params.collectionId }),
);
