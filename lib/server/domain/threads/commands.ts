import "server-only";
import type { z } from "zod";
import type { AuditAct } from "@/lib/contracts/audit";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ThreadSummary, threadUpdateBody } from "@/lib/contracts/threads";
import {
  type Authorized,
  authorizeThread,
  refuseUnlessCurator,
  refuseUnlessCreator,
} from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock, Deps } from "@/lib/server/clock";
import { inTransaction, type Tx } from "@/lib/server/db";
import { announceHiding, announceThread } from "@/lib/server/domain/announcements/announce";
import { type AuditNote, recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { moveAudience } from "@/lib/server/domain/images/audience";
import { renewCovers } from "@/lib/server/domain/images/covers";
import { restoreImagesOf, trashImagesOf } from "@/lib/server/domain/images/thread-trash";
import { threadInclude, toThreadSummary } from "@/lib/server/domain/views/thread";
import { AppError } from "@/lib/server/errors";
import type { Prisma, Thread } from "@/lib/server/generated/prisma/client";

/**
 * Renames, pins or archives a thread, or sets its settings or visibility. Throws `not_found`, and `forbidden` for
 * viewers, for members who pin or archive another's thread (it affects everyone), and for anyone but the creator who
 * changes the visibility.
 */
export async function updateThread(
  actor: Actor,
  { threadId, ...change }: z.output<typeof threadUpdateBody> & { threadId: ThreadId },
  { clock }: Deps,
): Promise<ThreadSummary> {
  return inTransaction(async (tx) => {
    const thread = await authorizeThread(actor, threadId, "write", tx);
    if (change.visibility !== undefined) refuseUnlessCreator(actor, thread);
    if (change.isPinned !== undefined || change.isArchived !== undefined) {
      refuseUnlessCurator(actor, thread);
    }
    const row = await updateRow(tx, thread, {
      title: change.title,
      visibility: change.visibility,
      settings: change.settings,
      systemInstruction: change.systemInstruction,
      pinnedAt: whenSet(change.isPinned, clock),
      archivedAt: whenSet(change.isArchived, clock),
    });
    const isMoved = row.visibility !== thread.visibility;
    if (isMoved) {
      const details = { from: thread.visibility, to: row.visibility };
      await recordAudit(tx, actor, { ...auditNoteOf(row, "thread.visibility_changed"), details });
      await moveAudience(tx, row);
    }
    if (isMoved && row.visibility === "private") {
      await announceHiding(tx, brandId(row.workspaceId), row.id);
    } else {
      await announceThread(tx, brandId(row.workspaceId), row.id, { isWithImages: isMoved });
    }
    return toThreadSummary(row);
  });
}

/**
 * Moves a thread and its images to the trash; `restoreThread` brings both back, except images that were there before.
 * Both are for its creator and those who manage the
 * workspace: `forbidden` for others, `not_found` for those who may not see it.
 */
export async function removeThread(
  actor: Actor,
  threadId: ThreadId,
  { clock }: Deps,
): Promise<void> {
  await inTransaction(async (tx) => {
    const thread = await authorizeThread(actor, threadId, "write", tx);
    refuseUnlessCurator(actor, thread);
    const row = await updateRow(tx, thread, { deletedAt: clock.now() });
    await trashImagesOf(tx, row);
    const details = { visibility: row.visibility };
    await recordAudit(tx, actor, { ...auditNoteOf(row, "thread.deleted"), details });
    await announceThread(tx, brandId(row.workspaceId), row.id, { isWithImages: true });
  });
}

/** Throws `not_found` for a purged thread too. */
export async function restoreThread(actor: Actor, threadId: ThreadId): Promise<ThreadSummary> {
  return inTransaction(async (tx) => {
    const thread = await authorizeThread(actor, threadId, "write", tx, { includeDeleted: true });
    refuseUnlessCurator(actor, thread);
    if (thread.purgedAt !== null) throw new AppError("not_found");
    await updateRow(tx, thread, { deletedAt: null });
    await restoreImagesOf(tx, thread.id);
    await renewCovers(tx, [thread.id]);
    const row = await tx.thread.findUniqueOrThrow({
      where: { id: thread.id },
      include: threadInclude,
    });
    if (thread.deletedAt !== null)
      await recordAudit(tx, actor, auditNoteOf(row, "thread.restored"));
    await announceThread(tx, brandId(row.workspaceId), row.id, { isWithImages: true });
    return toThreadSummary(row);
  });
}

function updateRow(tx: Tx, thread: Authorized<Thread, "write">, data: Prisma.ThreadUpdateInput) {
  return tx.thread.update({ where: { id: thread.id }, data, include: threadInclude });
}

/** Omits a private thread's title: it comes from the first prompt, which readers of the log may not see. */
function auditNoteOf(thread: Thread, act: AuditAct): AuditNote {
  const name = thread.visibility === "private" ? "" : thread.title;
  const { workspaceId, id } = thread;
  return { workspaceId, act, target: { kind: "thread", id, name } };
}

function whenSet(flag: boolean | undefined, clock: Clock): Date | null | undefined {
  if (flag === undefined) return undefined;
  return flag ? clock.now() : null;
}
