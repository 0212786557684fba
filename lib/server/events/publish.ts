import "server-only";
import type { EventPayload } from "@/lib/contracts/events";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { Tx } from "@/lib/server/db";

/** The NOTIFY channel; its payload is only the id of the workspace that has new events. */
export const EVENTS_CHANNEL = "pentimento_events";

export type EventDraft = {
  /** Null: every member may see it; else only this person. */
  audienceId: string | null;
  payload: EventPayload;
};

/**
 * Publishes events whose payloads depend on no row that others may change. Call it last in its transaction.
 * One statement for number, rows and notification, to hold the workspace's lock briefly.
 */
export async function publishDrafts(
  tx: Tx,
  workspaceId: WorkspaceId,
  drafts: readonly EventDraft[],
): Promise<void> {
  if (drafts.length === 0) return;
  await tx.$executeRaw`
    WITH bumped AS (
      UPDATE "Workspace" SET "eventSeq" = "eventSeq" + ${drafts.length}::int
      WHERE id = ${workspaceId}::uuid RETURNING "eventSeq"
    ), added AS (
      INSERT INTO "Event" ("workspaceId", seq, "audienceId", payload)
      SELECT ${workspaceId}::uuid, bumped."eventSeq" - ${drafts.length}::int + ordinal,
             (draft ->> 'audienceId')::uuid, draft -> 'payload'
      FROM bumped, jsonb_array_elements(${JSON.stringify(drafts)}::jsonb)
        WITH ORDINALITY AS given (draft, ordinal)
    )
    SELECT pg_notify(${EVENTS_CHANNEL}, ${workspaceId})`;
}

/**
 * Publishes events of a workspace inside the transaction that makes them true; call it last in that transaction.
 * It takes the workspace's row lock before `read` runs: writers of one workspace are serialised, so numbers appear in
 * commit order (a reader never finds 7 before 6), and `read` sees a state newer than any earlier event.
 */
export async function publishEvents(
  tx: Tx,
  workspaceId: WorkspaceId,
  read: () => Promise<EventDraft[]>,
): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM "Workspace" WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`;
  await publishDrafts(tx, workspaceId, await read());
}
