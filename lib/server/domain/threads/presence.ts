import "server-only";
import type { ThreadId } from "@/lib/contracts/ids";
import type { PresenceBody } from "@/lib/contracts/presence";
import { authorizeThread } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { announcePresence } from "@/lib/server/events/presence";

/**
 * Reports that one of the actor's tabs shows a thread, valid for 15 s, or no longer does. Ignores private threads:
 * nobody else can see them. Throws `not_found`.
 */
export async function sayPresence(
  actor: Actor,
  { threadId, streamId, isHere }: PresenceBody & { threadId: ThreadId },
): Promise<void> {
  const { userId, name } = actor;
  // Leaving needs no authorization: it reveals nothing about a thread.
  if (!isHere) return announcePresence({ kind: "left", threadId, userId, streamId });
  const thread = await authorizeThread(actor, threadId, "read");
  if (thread.visibility === "private") return;
  await announcePresence({ kind: "here", threadId, userId, name, streamId });
}
