import { downloadId } from "@/lib/contracts/ids";
import { actorOfRequest } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import { systemClock } from "@/lib/server/clock";
import { openDownload } from "@/lib/server/domain/downloads/commands";
import { AppError } from "@/lib/server/errors";
import { respond } from "@/lib/server/http/respond";
import { zipResponse } from "@/lib/server/http/zip-response";

type Context = { params: Promise<{ downloadId: string }> };

/** A file, not JSON, so it is not an operation. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond("downloads.bytes", request, async ({ see }) => {
    const actor = await actorOfRequest(request);
    if (actor === null) throw new AppError("not_signed_in");
    admitToken(actor, { scope: "read" });
    see({ userId: actor.userId });
    const parsed = downloadId.safeParse((await params).downloadId);
    if (!parsed.success) throw new AppError("not_found");
    const stream = await openDownload(actor, parsed.data, { clock: systemClock });
    return zipResponse(stream, "pentimento-pictures", systemClock.now());
  });
}
