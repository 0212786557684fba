import { actorOfRequest } from "@/lib/server/auth/actor";
import { AppError } from "@/lib/server/errors";
import { streamEvents } from "@/lib/server/events/stream";
import { admitToken } from "@/lib/server/http/endpoint";
import { respond } from "@/lib/server/http/respond";
import { sseResponse } from "@/lib/server/http/sse";

export function GET(request: Request): Promise<Response> {
  return respond("events", request, async () => {
    const actor = await actorOfRequest(request);
    if (actor === null) throw new AppError("not_signed_in");
    if (actor.token !== null) admitToken(actor.token.scopes, "read");
    const after = new URL(request.url).searchParams.get("after");
    const cursor = request.headers.get("last-event-id") ?? after ?? "";
    if (!/^\d{1,18}$/.test(cursor)) throw new AppError("invalid_field", { field: "after" });
    return sseResponse(request, (send, signal) =>
      streamEvents(actor, BigInt(cursor), (name, id, data) => send.event(name, id, data), {
        signal,
        isStillIn: async () => (await actorOfRequest(request)) !== null,
      }),
    );
  });
}
