import { listAudit } from "@/lib/server/domain/audit/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("instance.audit", ({ ctx, query }) =>
  listAudit(ctx.actor, "instance", query),
);
