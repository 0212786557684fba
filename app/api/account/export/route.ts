import { actorOfRequest } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import { systemClock } from "@/lib/server/clock";
import { exportAccount } from "@/lib/server/domain/export/export-account";
import { AppError } from "@/lib/server/errors";
import { respond } from "@/lib/server/http/respond";
import { zipResponse } from "@/lib/server/http/zip-response";

/** A file, not JSON, so it is not an operation. */
export function GET(request: Request): Promise<Response> {
  return respond("account.export", request, async ({ see }) => {
    const actor = await actorOfRequest(request);
    if (actor === null) throw new AppError("not_signed_in");
    admitToken(actor, { scope: "admin", reach: "person" });
    see({ userId: actor.userId });
    const stream = await exportAccount(actor, { clock: systemClock });
    return zipResponse(stream, "pentimento", systemClock.now());
  });
}
