import "server-only";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";
import type { Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { audienceOf } from "@/lib/server/domain/images/audience";
import {
  generationInclude,
  type GenerationRow,
  toGenerationView,
} from "@/lib/server/domain/views/generation";
import {
  type ThreadRow,
  threadInclude,
  toThreadSummary,
  UNDER_WAY,
} from "@/lib/server/domain/views/thread";
import { toTurnView, turnInclude, type TurnRow } from "@/lib/server/domain/views/turn";
import { announcePresence } from "@/lib/server/events/presence";
import { type EventDraft, publishEvents } from "@/lib/server/events/publish";
import { withdrawEvents } from "@/lib/server/events/withdraw";

export async function announceThread(
  tx: Tx,
  workspaceId: WorkspaceId,
  threadId: string,
): Promise<void> {
  await publishEvents(tx, workspaceId, async () => {
    const thread = await readThread(tx, threadId);
    const payload =
      thread.deletedAt === null
        ? ({ kind: "thread.changed", thread: toThreadSummary(thread) } as const)
        : ({ kind: "thread.removed", threadId: toThreadSummary(thread).id } as const);
    return [{ audienceId: audienceOf(thread), payload }];
  });
}

/**
 * Says that a thread has become private: to its creator as a change, to all others as its leaving. What was kept of it for
 * everybody is the creator's from here on, and nobody is seen looking at it any more. (One that becomes visible is simply
 * announced.)
 */
export async function announceHiding(
  tx: Tx,
  workspaceId: WorkspaceId,
  threadId: string,
): Promise<void> {
  await publishEvents(tx, workspaceId, async () => {
    const row = await readThread(tx, threadId);
    const thread = toThreadSummary(row);
    await withdrawEvents(tx, workspaceId, threadId, row.createdById);
    return [
      {
        audienceId: null,
        payload: { kind: "thread.hidden", threadId: thread.id, createdById: thread.createdBy.id },
      },
      { audienceId: row.createdById, payload: { kind: "thread.changed", thread } },
    ];
  });
  await announcePresence({ kind: "cleared", threadId }, tx);
}

export async function announceTurn(
  tx: Tx,
  workspaceId: WorkspaceId,
  turnId: string,
): Promise<void> {
  await publishEvents(tx, workspaceId, async () => {
    const turn = await tx.turn.findUniqueOrThrow({ where: { id: turnId }, include: turnInclude });
    const thread = await readThread(tx, turn.threadId);
    return [
      {
        audienceId: audienceOf(thread),
        payload: { kind: "turn.created", turn: toTurnView(turn), thread: toThreadSummary(thread) },
      },
    ];
  });
}

/**
 * Publishes a turn that this transaction has written and read: nothing is read again but the number of generations under
 * way, since others of the thread may have ended meanwhile. The caller holds the thread's row lock, so that the rest of the
 * thread is as it was read. Returns what was published.
 */
export async function publishTurnCreated(
  tx: Tx,
  workspaceId: WorkspaceId,
  turnRow: TurnRow,
  threadRow: ThreadRow,
): Promise<{ turn: TurnView; thread: ThreadSummary }> {
  const turn = toTurnView(turnRow);
  let thread = toThreadSummary(threadRow);
  await publishEvents(tx, workspaceId, async () => {
    thread = { ...thread, underWay: await countUnderWay(tx, threadRow.id) };
    return [{ audienceId: audienceOf(threadRow), payload: { kind: "turn.created", turn, thread } }];
  });
  return { turn, thread };
}

function countUnderWay(tx: Tx, threadId: string): Promise<number> {
  return tx.generation.count({
    where: { threadId, state: { in: [...UNDER_WAY] }, supersededAt: null },
  });
}

/** Says what became of generations of one workspace; the thread's summary rides along where its list line changes. */
export async function announceGenerations(
  tx: Tx,
  workspaceId: WorkspaceId,
  generationIds: readonly string[],
  { withThread }: { withThread: boolean },
): Promise<void> {
  await publishEvents(tx, workspaceId, async () => {
    const drafts: EventDraft[] = [];
    for (const id of generationIds) {
      const row = await tx.generation.findUniqueOrThrow({
        where: { id },
        include: generationInclude,
      });
      const thread = await readThread(tx, row.threadId);
      drafts.push(...draftChange(row, thread, withThread));
    }
    return drafts;
  });
}

/**
 * Says that a generation has its pictures. Its row and theirs are given as this transaction has written them, and the last
 * picture is what it has just made the thread's cover: none of that is read again.
 */
export async function announceSuccess(tx: Tx, generation: GenerationRow): Promise<void> {
  await publishEvents(tx, brandId(generation.workspaceId), async () => {
    const { createdBy, _count } = threadInclude;
    const thread = await tx.thread.findUniqueOrThrow({
      where: { id: generation.threadId },
      include: { createdBy, _count },
    });
    const coverImage = generation.images.at(-1) ?? null;
    return draftChange(generation, { ...thread, coverImage }, true);
  });
}

/** Nothing is said of what stands in a deleted thread. */
function draftChange(row: GenerationRow, thread: ThreadRow, withThread: boolean): EventDraft[] {
  if (thread.deletedAt !== null) return [];
  const payload = {
    kind: "generation.changed",
    generation: toGenerationView(row),
    thread: withThread ? toThreadSummary(thread) : null,
  } as const;
  return [{ audienceId: audienceOf(thread), payload }];
}

function readThread(tx: Tx, threadId: string): Promise<ThreadRow> {
  return tx.thread.findUniqueOrThrow({ where: { id: threadId }, include: threadInclude });
}
