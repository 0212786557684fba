import "server-only";
import { z } from "zod";
import { auditFilterQuery } from "@/lib/contracts/audit-log";
import { WORKSPACE_QUERY } from "@/lib/contracts/workspace-choice";
import { authorizeInstance } from "@/lib/server/auth/access";
import { actorOfRequest } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import { systemClock } from "@/lib/server/clock";
import { auditCsv } from "@/lib/server/domain/audit/csv";
import { type AuditReach, readWholeAudit } from "@/lib/server/domain/audit/queries";
import { AppError } from "@/lib/server/errors";
import { parseQuery } from "@/lib/server/http/parse";
import { respond } from "@/lib/server/http/respond";

/** A link cannot send the workspace header, so the query may name the workspace; the actor is resolved elsewhere. */
const csvQuery = auditFilterQuery.extend({ [WORKSPACE_QUERY]: z.string().optional() });

/** The audit log as CSV. */
export function serveAuditCsv(reach: AuditReach, request: Request): Promise<Response> {
  const route = reach === "instance" ? "instance.audit.csv" : "audit.csv";
  return respond(route, request, async ({ see }) => {
    const actor = await actorOfRequest(request);
    if (actor === null) throw new AppError("not_signed_in");
    if (reach === "instance") authorizeInstance(actor);
    admitToken(actor, { scope: "admin" });
    see({ userId: actor.userId });
    const { [WORKSPACE_QUERY]: _, ...filter } = parseQuery(csvQuery, request);
    const day = systemClock.now().toISOString().slice(0, 10);
    return new Response(auditCsv(readWholeAudit(actor, reach, filter)), {
      headers: {
        "cache-control": "no-store",
        "content-type": "text/csv; charset=utf-8; header=present",
        "content-disposition": `attachment; filename="pentimento-audit-${day}.csv"`,
        "x-content-type-options": "nosniff",
      },
    });
  });
}
