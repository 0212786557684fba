import {
  loadCollection,
  removeCollection,
  updateCollection,
} from "@/lib/server/domain/collections/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("collections.detail", ({ ctx, params }) =>
  loadCollection(ctx.actor, params.collectionId),
);

export const PATCH = endpoint("collections.update", ({ ctx, params, body }) =>
  updateCollection(ctx.actor, { ...body, collectionId: params.collectionId }),
);

export const DELETE = endpoint("collections.remove", ({ ctx, params }) =>
  removeCollection(ctx.actor, params.collectionId),
);
