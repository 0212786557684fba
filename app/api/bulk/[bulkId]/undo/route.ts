import { undoBulkAct } from "@/lib/server/domain/bulk/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("bulk.undo", ({ ctx, params }) =>
  undoBulkAct(ctx.actor, params.bulkId),
);
