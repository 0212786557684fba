import { listAudit } from "@/lib/server/domain/audit/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("audit.list", ({ ctx, query }) =>
  listAudit(ctx.actor, "workspace", query),
);
