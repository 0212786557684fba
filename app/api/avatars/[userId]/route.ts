import { userId } from "@/lib/contracts/ids";
import { serveAvatar } from "@/lib/server/http/serve-avatar";
import { respond } from "@/lib/server/http/respond";
import { actorOfRequest } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import { AppError } from "@/lib/server/errors";

type Params = { params: Promise<{ userId: string }> };

/** Bytes, not JSON, so it is not an operation. */
export function GET(request: Request, { params }: Params): Promise<Response> {
  return respond("avatars.bytes", request, async ({ see }) => {
    const actor = await actorOfRequest(request);
    if (actor === null) throw new AppError("not_signed_in");
    admitToken(actor, { scope: "read" });
    see({ userId: actor.userId });
    const whose = userId.safeParse((await params).userId);
    if (!whose.success) throw new AppError("not_found");
    return serveAvatar(actor, whose.data, request);
  });
}
