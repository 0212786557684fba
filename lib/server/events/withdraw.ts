import "server-only";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { Tx } from "@/lib/server/db";

/**
 * Makes the kept events of a thread one person's alone. They carry what the thread shows, and a stream may ask for the
 * whole of the kept past: a colleague's that was cut, or that of somebody who became a member only afterwards.
 * Call it under the workspace's lock (inside `publishEvents`), so that no event of before slips in behind it.
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
      AND ${threadId} IN (payload ->> 'threadId', payload -> 'thread' ->> 'id',
                          payload -> 'turn' ->> 'threadId', payload -> 'generation' ->> 'threadId')`;
}
