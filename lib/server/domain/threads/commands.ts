import "server-only";
import type { z } from "zod";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ThreadSummary, threadUpdateBody } from "@/lib/contracts/threads";
import { authorizeThread } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock } from "@/lib/server/clock";
import { inTransaction, type Tx } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { announceThread } from "@/lib/server/domain/announcements/announce";
import { threadInclude, toThreadSummary } from "@/lib/server/domain/views/thread";
import type { Prisma, Thread } from "@/lib/server/generated/prisma/client";

/** Renames, pins, archives a thread or sets its chips. Throws `not_found`. */
export async function updateThread(
  actor: Actor,
  clock: Clock,
  threadId: ThreadId,
  change: z.output<typeof threadUpdateBody>,
): Promise<ThreadSummary> {
  return changeThread(actor, threadId, {
    title: change.title,
    settings: change.settings,
    systemInstruction: change.systemInstruction,
    pinnedAt: whenSet(change.isPinned, clock),
    archivedAt: whenSet(change.isArchived, clock),
  });
}

/** Puts a thread out of sight. Nothing is erased: `restoreThread` brings it back as it was. */
export async function removeThread(actor: Actor, clock: Clock, threadId: ThreadId): Promise<void> {
  await changeThread(actor, threadId, { deletedAt: clock.now() });
}

export async function restoreThread(actor: Actor, threadId: ThreadId): Promise<ThreadSummary> {
  return changeThread(actor, threadId, { deletedAt: null });
}

async function changeThread(
  actor: Actor,
  threadId: ThreadId,
  data: Prisma.ThreadUpdateInput,
): Promise<ThreadSummary> {
  return inTransaction(async (tx) => {
    const includeDeleted = data.deletedAt === null;
    const thread = await authorizeThread(actor, threadId, "write", tx, { includeDeleted });
    const row = await tx.thread.update({
      where: { id: thread.id },
      data,
      include: threadInclude,
    });
    if (data.deletedAt instanceof Date) await noteDeletion(tx, actor, thread);
    await announceThread(tx, brandId(thread.workspaceId), thread.id);
    return toThreadSummary(row);
  });
}

/** The title comes from the first instruction, so a private thread's is not for the log's readers. */
async function noteDeletion(tx: Tx, actor: Actor, thread: Thread): Promise<void> {
  const isPrivate = thread.visibility === "private";
  await recordAudit(tx, actor, {
    workspaceId: thread.workspaceId,
    act: "thread.deleted",
    target: { kind: "thread", id: thread.id, name: isPrivate ? "" : thread.title },
    details: { visibility: thread.visibility },
  });
}

function whenSet(flag: boolean | undefined, clock: Clock): Date | null | undefined {
  if (flag === undefined) return undefined;
  return flag ? clock.now() : null;
}
