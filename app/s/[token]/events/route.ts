import { serveShareEvents } from "@/lib/server/http/share-events";
import { shareRoute } from "@/lib/server/http/share-route";

/** `change` frames of a live share; ends when the visitor may no longer see it. */
export const GET = shareRoute("share.events", async ({ visitor, request, clock }) =>
  serveShareEvents(visitor, request, clock),
);
