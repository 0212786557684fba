import { loadBulkAct } from "@/lib/server/domain/bulk/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("bulk.detail", ({ ctx, params }) =>
  loadBulkAct(ctx.actor, params.bulkId),
);
