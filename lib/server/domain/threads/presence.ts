import "server-only";
import type { ThreadId } from "@/lib/contracts/ids";
import type { PresenceBody } from "@/lib/contracts/presence";
import { authorizeThread } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { announcePresence } from "@/lib/server/events/presence";

/**
 * Says that one of the actor's tabs looks at a thread, for the next 15 s, or that it no longer does. Of a private thread
 * nothing is said: nobody else can see it. Throws `not_found`.
 */
export async function sayPresence(
  actor: Actor,
  threadId: ThreadId,
  { streamId, isHere }: PresenceBody,
): Promise<void> {
  const { userId, name } = actor;
  // Leaving needs no leave: it says nothing of any thread.
  if (!isHere) return announcePresence({ kind: "left", threadId, userId, streamId });
  const thread = await authorizeThread(actor, threadId, "read");
  if (thread.visibility === "private") return;
  await announcePresence({ kind: "here", threadId, userId, name, streamId });
}
