import "server-only";
import { addressKey } from "@/lib/server/auth/throttle";
import type { Visitor } from "@/lib/server/auth/visitor";
import type { Clock } from "@/lib/server/clock";
import { watchShare } from "@/lib/server/domain/shares/watch";
import { acquireStream } from "@/lib/server/events/stream-limit";
import { sseResponse } from "@/lib/server/http/sse";

/**
 * Frames `change` with the `ShareVersion`: the first at once, then after each change. `over` and the end of
 * the stream once the visitor may no longer see it. Throws `too_many_streams`.
 */
export function serveShareEvents(visitor: Visitor, request: Request, clock: Clock): Response {
  const leave = acquireStream(`share ${visitor.share.id} ${addressKey(visitor.address)}`);
  return sseResponse(
    request,
    (send, signal) => {
      const stop = watchShare(visitor, request.headers, clock, (now) => {
        if (now !== null) {
          void send.event("change", null, now);
          return;
        }
        void send.event("over", null, {});
        send.end();
      });
      signal.addEventListener("abort", stop);
      if (signal.aborted) stop();
    },
    { onEnd: leave },
  );
}
