import "server-only";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { Tx } from "@/lib/server/db";

/**
 * Restricts the stored events of a thread to one person. They contain what the thread shows, and a stream may replay
 * all stored events: after a reconnect, or for a new member. Call it under the workspace's lock (inside
 * `publishEvents`), so that no earlier event is missed.
 */
export async function withdrawEvents(
  tx: Tx,
  workspaceId: WorkspaceId,
  threadId: string,
  audienceId: string,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Event" SET "audienceId" = ${audienceId}::uuid
    WHERE "workspaceId" = ${workspaceId}::uuid AND "audienceId" IS NULL
      AND ${threadId} IN (payload ->> 'threadId', payload -> 'thread' ->> 'id', payload -> 'image' ->> 'threadId',
                          payload -> 'turn' ->> 'threadId', payload -> 'generation' ->> 'threadId')`;
}
