import "server-only";
import type { UserId, WorkspaceId } from "@/lib/contracts/ids";
import { db } from "@/lib/server/db";

/** How long events are kept for reconnecting streams, in hours. An older stream must refetch everything. */
export const EVENT_RETENTION_HOURS = 24;

const BATCH = 200;

export type StoredEvent = { seq: bigint; payload: unknown };

export type EventBatch =
  | { kind: "events"; events: StoredEvent[]; cursor: bigint; hasMore: boolean }
  /** The cursor is older than the kept events. */
  | { kind: "reset"; cursor: bigint };

/**
 * The events after `cursor` that this person may see, oldest first, at most 200. The returned cursor also passes events
 * for other people.
 */
export async function readEvents(
  workspaceId: WorkspaceId,
  userId: UserId,
  cursor: bigint,
): Promise<EventBatch> {
  const rows = await db.event.findMany({
    where: { workspaceId, seq: { gt: cursor } },
    orderBy: { seq: "asc" },
    take: BATCH,
    select: { seq: true, payload: true, audienceId: true },
  });
  const first = rows[0];
  if (first === undefined) {
    const latest = await latestSeq(workspaceId);
    // A cursor past the newest number comes from another database (a restored backup).
    if (latest !== cursor && !(await hasArrivedSince(workspaceId, cursor))) {
      return { kind: "reset", cursor: latest };
    }
    return { kind: "events", events: [], cursor, hasMore: latest > cursor };
  }
  if (first.seq !== cursor + 1n) return { kind: "reset", cursor: await latestSeq(workspaceId) };
  return {
    kind: "events",
    events: rows
      .filter((row) => row.audienceId === null || row.audienceId === userId)
      .map((row) => ({ seq: row.seq, payload: row.payload })),
    cursor: rows.at(-1)?.seq ?? cursor,
    hasMore: rows.length === BATCH,
  };
}

/** The number of a workspace's newest event; 0 before the first. */
export async function latestSeq(workspaceId: WorkspaceId): Promise<bigint> {
  const workspace = await db.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { eventSeq: true },
  });
  return workspace.eventSeq;
}

/** A commit may have landed between the two reads; the next read will find it. */
async function hasArrivedSince(workspaceId: WorkspaceId, cursor: bigint): Promise<boolean> {
  const next = await db.event.findUnique({
    where: { workspaceId_seq: { workspaceId, seq: cursor + 1n } },
    select: { seq: true },
  });
  return next !== null;
}

/** Deletes events past their retention; returns how many. */
export async function pruneEvents(): Promise<number> {
  return db.$executeRaw`
    DELETE FROM "Event" WHERE "createdAt" < now() - make_interval(hours => ${EVENT_RETENTION_HOURS}::int)`;
}
