import "server-only";
import type { Tx } from "@/lib/server/db";
import type { CheckedDraft } from "@/lib/server/domain/turns/draft";
import { type ThreadRow, threadInclude } from "@/lib/server/domain/views/thread";
import type { Thread } from "@/lib/server/generated/prisma/client";

/**
 * Updates a thread for a new turn: latest activity, out of the archive, the settings sent as its own. Locks its row
 * until the transaction ends, so that the returned visibility stays valid.
 */
export function touchThread(
  tx: Tx,
  threadId: string,
  { remembered, systemInstruction }: Pick<CheckedDraft, "remembered" | "systemInstruction">,
  now: Date,
): Promise<ThreadRow> {
  return tx.thread.update({
    where: { id: threadId },
    data: { lastActivityAt: now, archivedAt: null, settings: remembered, systemInstruction },
    include: threadInclude,
  });
}

type LockedThread = Pick<Thread, "id" | "visibility" | "createdById" | "deletedAt" | "settings">;

/** A thread's visibility, trash and settings, with its row locked until the transaction ends. */
export async function lockThread(tx: Tx, threadId: string): Promise<LockedThread> {
  const [thread] = await tx.$queryRaw<[LockedThread]>`
    SELECT id::text, visibility::text, "createdById"::text, "deletedAt", settings FROM "Thread"
    WHERE id = ${threadId}::uuid FOR NO KEY UPDATE`;
  return thread;
}
