import { startBulkAct } from "@/lib/server/domain/bulk/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("bulk.create", ({ ctx, body }) => startBulkAct(ctx.actor, body));
