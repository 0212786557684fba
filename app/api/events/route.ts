import { z } from "zod";
import { STREAM_QUERY } from "@/lib/contracts/presence-beat";
import { type Actor, actorLookUp } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import { AppError } from "@/lib/server/errors";
import { latestSeq } from "@/lib/server/events/read";
import { acquireStream } from "@/lib/server/events/stream-limit";
import { streamEvents } from "@/lib/server/events/stream";
import { respond } from "@/lib/server/http/respond";
import { sseResponse } from "@/lib/server/http/sse";

export function GET(request: Request): Promise<Response> {
  return respond("events", request, async ({ see }) => {
    const lookUp = await actorLookUp(request);
    const actor = await lookUp();
    if (actor === null) throw new AppError("not_signed_in");
    admitToken(actor, { scope: "read" });
    see({ userId: actor.userId });
    const { searchParams } = new URL(request.url);
    const resumed = request.headers.get("last-event-id") ?? searchParams.get("after");
    // A client without a cursor starts with the next event.
    const cursor = resumed ?? String(await latestSeq(actor.workspaceId));
    if (!/^\d{1,18}$/.test(cursor)) {
      throw new AppError("invalid_field", { field: "after", detail: "The number of an event" });
    }
    const streamId = z.uuid().safeParse(searchParams.get(STREAM_QUERY)).data;
    const leave = acquireStream(actor.userId);
    return sseResponse(
      request,
      async (send, signal) => {
        await streamEvents(actor, BigInt(cursor), (name, id, data) => send.event(name, id, data), {
          signal,
          streamId,
          isAuthorized: () => isAuthorized(lookUp, actor),
        });
        send.end();
      },
      { onEnd: leave },
    );
  });
}

/** Whether the stream's request would still be authenticated, for the same workspace and role. */
async function isAuthorized(
  lookUp: () => Promise<Actor | null>,
  { workspaceId, role }: Actor,
): Promise<boolean> {
  try {
    const now = await lookUp();
    return now?.workspaceId === workspaceId && now.role === role;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return false;
    throw error;
  }
}
