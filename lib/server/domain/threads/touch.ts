import "server-only";
import type { Tx } from "@/lib/server/db";
import type { CheckedDraft } from "@/lib/server/domain/turns/draft";
import { type ThreadRow, threadInclude } from "@/lib/server/domain/views/thread";
import type { Thread, Visibility } from "@/lib/server/generated/prisma/client";

/**
 * Raises a thread for a new turn: to the top of the list, out of the archive, with the turn's settings as its own. Its row
 * stays locked until the transaction ends, so that what is read of it (its visibility) still holds then.
 */
export function touchThread(
  tx: Tx,
  threadId: string,
  { settings, systemInstruction }: Pick<CheckedDraft, "settings" | "systemInstruction">,
  now: Date,
): Promise<ThreadRow> {
  return tx.thread.update({
    where: { id: threadId },
    data: { lastActivityAt: now, archivedAt: null, settings, systemInstruction },
    include: threadInclude,
  });
}

/** What a new thread of a workspace is unless its creator says otherwise. */
export async function defaultVisibilityOf(tx: Tx, workspaceId: string): Promise<Visibility> {
  const { defaultVisibility } = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { defaultVisibility: true },
  });
  return defaultVisibility;
}

/** Who may see a thread, as it is until the transaction ends: its row is locked. */
export async function lockThread(
  tx: Tx,
  threadId: string,
): Promise<Pick<Thread, "id" | "visibility" | "createdById">> {
  await tx.$queryRaw`SELECT 1 AS locked FROM "Thread" WHERE id = ${threadId}::uuid FOR NO KEY UPDATE`;
  return tx.thread.findUniqueOrThrow({
    where: { id: threadId },
    select: { id: true, visibility: true, createdById: true },
  });
}
