import { z } from "zod";
import { spendingQuery } from "@/lib/contracts/spending";
import { WORKSPACE_QUERY } from "@/lib/contracts/workspace-choice";
import { actorOfRequest } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import { systemClock } from "@/lib/server/clock";
import { rangeOf, readCells } from "@/lib/server/domain/usage/spending";
import { toSpendingCsv } from "@/lib/server/domain/usage/spending-csv";
import { AppError } from "@/lib/server/errors";
import { parseQuery } from "@/lib/server/http/parse";
import { respond } from "@/lib/server/http/respond";

/** A link cannot send the workspace header, so the query names the workspace. */
const csvQuery = spendingQuery.extend({ [WORKSPACE_QUERY]: z.string().optional() });

/** A file, not JSON, so it is not an operation. */
export function GET(request: Request): Promise<Response> {
  return respond("usage.spending.csv", request, async ({ see }) => {
    const actor = await actorOfRequest(request);
    if (actor === null) throw new AppError("not_signed_in");
    admitToken(actor, { scope: "read" });
    see({ userId: actor.userId });
    const range = rangeOf(parseQuery(csvQuery, request), systemClock);
    return new Response(toSpendingCsv(await readCells(actor, range)), {
      headers: {
        "cache-control": "no-store",
        "content-type": "text/csv; charset=utf-8; header=present",
        "content-disposition": `attachment; filename="pentimento-usage-${range.from}-${range.to}.csv"`,
        "x-content-type-options": "nosniff",
      },
    });
  });
}
