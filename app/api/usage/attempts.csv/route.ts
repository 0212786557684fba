import { attemptFilterQuery } from "@/lib/contracts/usage";
import { actorOfRequest } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { exportAttempts } from "@/lib/server/domain/usage/attempts-csv";
import { AppError } from "@/lib/server/errors";
import { admitToken } from "@/lib/server/http/endpoint";
import { parseQuery } from "@/lib/server/http/parse";
import { respond } from "@/lib/server/http/respond";

/** A file and no JSON, so it is no operation. */
export function GET(request: Request): Promise<Response> {
  return respond("usage.attempts.csv", request, async ({ see }) => {
    const actor = await actorOfRequest(request);
    if (actor === null) throw new AppError("not_signed_in");
    if (actor.token !== null) admitToken(actor.token.scopes, "read");
    see({ userId: actor.userId });
    const filter = parseQuery(attemptFilterQuery, request);
    const day = systemClock.now().toISOString().slice(0, 10);
    return new Response(exportAttempts(actor, filter), {
      headers: {
        "cache-control": "no-store",
        "content-type": "text/csv; charset=utf-8; header=present",
        "content-disposition": `attachment; filename="pentimento-attempts-${day}.csv"`,
        "x-content-type-options": "nosniff",
      },
    });
  });
}
