import { loadLineage } from "@/lib/server/domain/images/lineage";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("images.lineage", ({ ctx, params }) =>
  loadLineage(ctx.actor, params.imageId),
);
