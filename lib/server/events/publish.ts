import "server-only";
import type { EventPayload } from "@/lib/contracts/events";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { Tx } from "@/lib/server/db";

/** The NOTIFY channel; its payload is the id of the workspace that has news, nothing more. */
export const EVENTS_CHANNEL = "pentimento_events";

export type EventDraft = {
  /** Null: every member may see it; else this person alone. */
  audienceId: string | null;
  payload: EventPayload;
};

/**
 * Adds events to a workspace inside the transaction that makes them true; call it last in that transaction.
 *
 * The workspace's row lock is taken before `read` runs: writers of one workspace pass one at a time, so numbers
 * appear in commit order (a reader never finds 7 before 6), and what `read` sees is newer than any earlier event.
 */
export async function publishEvents(
  tx: Tx,
  workspaceId: WorkspaceId,
  read: () => Promise<EventDraft[]>,
): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM "Workspace" WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`;
  const drafts = await read();
  if (drafts.length === 0) return;
  const { eventSeq } = await tx.workspace.update({
    where: { id: workspaceId },
    data: { eventSeq: { increment: drafts.length } },
    select: { eventSeq: true },
  });
  const first = eventSeq - BigInt(drafts.length) + 1n;
  await tx.event.createMany({
    data: drafts.map((draft, index) => ({
      workspaceId,
      seq: first + BigInt(index),
      audienceId: draft.audienceId,
      payload: draft.payload,
    })),
  });
  await tx.$executeRaw`SELECT pg_notify(${EVENTS_CHANNEL}, ${workspaceId})`;
}
