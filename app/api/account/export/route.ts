import { actorOfRequest } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import { systemClock } from "@/lib/server/clock";
import { exportAccount } from "@/lib/server/domain/export/export-account";
import { AppError } from "@/lib/server/errors";
import { respond } from "@/lib/server/http/respond";

/** A file, not JSON, so it is not an operation. */
export function GET(request: Request): Promise<Response> {
  return respond("account.export", request, async ({ see }) => {
    const actor = await actorOfRequest(request);
    if (actor === null) throw new AppError("not_signed_in");
    admitToken(actor, { scope: "admin", reach: "person" });
    see({ userId: actor.userId });
    const day = systemClock.now().toISOString().slice(0, 10);
    return new Response(await exportAccount(actor, { clock: systemClock }), {
      headers: {
        "cache-control": "no-store",
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="pentimento-${day}.zip"`,
        "x-content-type-options": "nosniff",
      },
    });
  });
}
