import { createCollection, listCollections } from "@/lib/server/domain/collections/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("collections.list", ({ ctx }) => listCollections(ctx.actor));

export const POST = endpoint("collections.create", ({ ctx, body }) =>
  createCollection(ctx.actor, body),
);
