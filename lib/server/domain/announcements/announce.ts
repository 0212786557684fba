import "server-only";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";
import type { Tx } from "@/lib/server/db";
import type { Generation } from "@/lib/server/generated/prisma/client";
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
import type { ImageRow } from "@/lib/server/domain/views/image";
import { toTurnView, turnInclude, type TurnRow } from "@/lib/server/domain/views/turn";
import { announcePresence } from "@/lib/server/events/presence";
import { type EventDraft, publishDrafts, publishEvents } from "@/lib/server/events/publish";
import { draftAdded, IMAGES_CHANGED } from "@/lib/server/domain/images/image-drafts";
import { withdrawEvents } from "@/lib/server/events/withdraw";

/** @param isWithImages whether its images changed too: their audience, or the trash */
export async function announceThread(
  tx: Tx,
  workspaceId: WorkspaceId,
  threadId: string,
  { isWithImages = false }: { isWithImages?: boolean } = {},
): Promise<void> {
  await publishEvents(tx, workspaceId, async () => {
    const thread = await readThread(tx, threadId);
    const payload =
      thread.deletedAt === null
        ? ({ kind: "thread.changed", thread: toThreadSummary(thread) } as const)
        : ({ kind: "thread.removed", threadId: toThreadSummary(thread).id } as const);
    const audienceId = audienceOf(thread);
    return [{ audienceId, payload }, ...(isWithImages ? [{ ...IMAGES_CHANGED, audienceId }] : [])];
  });
}

/**
 * Publishes that a thread has become private: `thread.changed` to its creator, `thread.hidden` to everyone else. Its
 * earlier events move to the creator's audience, and its presence is cleared. (For a thread that becomes visible
 * `announceThread` suffices.)
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
      IMAGES_CHANGED,
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
      ...turn.generations.flatMap(({ images }) => images.map(draftAdded)),
    ];
  });
}

/**
 * Publishes a turn from rows that this transaction has written or read. In an older thread the number of generations
 * under way is read again, since others may have ended. The caller holds the thread's row lock, so the rest of the
 * thread is current. Returns what was published.
 */
export async function publishTurnCreated(
  tx: Tx,
  workspaceId: WorkspaceId,
  turnRow: TurnRow,
  threadRow: ThreadRow,
  { isNewThread }: { isNewThread: boolean },
): Promise<{ turn: TurnView; thread: ThreadSummary }> {
  const turn = toTurnView(turnRow);
  let thread = { ...toThreadSummary(threadRow), underWay: turn.generations.length };
  if (isNewThread) {
    const payload = { kind: "turn.created", turn, thread } as const;
    await publishDrafts(tx, workspaceId, [{ audienceId: audienceOf(threadRow), payload }]);
    return { turn, thread };
  }
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

/** Publishes changed generations of one workspace, with the thread's summary where its list entry changes. */
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
 * Publishes a generation from its row and images as this transaction has written them. The images are new. Reads only
 * its thread.
 * @param withThread whether the thread's list entry changes too
 */
export async function announceGeneration(
  tx: Tx,
  generation: GenerationRow,
  { withThread }: { withThread: boolean },
): Promise<void> {
  const { threadId } = generation;
  await publishEvents(tx, brandId(generation.workspaceId), async () => [
    ...(withThread
      ? draftChange(generation, await readThread(tx, threadId), true)
      : draftStage(generation, await readAudience(tx, threadId))),
    ...generation.images.filter(isKept).map(draftAdded),
  ]);
}

/** Publishes generations of one workspace that have no images yet, from their rows. Reads only their threads. */
export async function announceStages(
  tx: Tx,
  workspaceId: WorkspaceId,
  generations: readonly Generation[],
): Promise<void> {
  if (generations.length === 0) return;
  await publishEvents(tx, workspaceId, async () => {
    const threads = await tx.thread.findMany({
      where: { id: { in: generations.map(({ threadId }) => threadId) }, workspaceId },
      select: { id: true, ...audienceFields },
    });
    const audiences = new Map(threads.map((thread) => [thread.id, thread]));
    return generations.flatMap((generation) => {
      const audience = audiences.get(generation.threadId);
      return audience === undefined ? [] : draftStage({ ...generation, images: [] }, audience);
    });
  });
}

/**
 * Publishes a generation that has its images, from rows as this transaction has written them. The last image is the
 * thread's new cover. Reads none of these again.
 */
export async function announceSuccess(tx: Tx, generation: GenerationRow): Promise<void> {
  await publishEvents(tx, brandId(generation.workspaceId), async () => {
    const { createdBy, _count } = threadInclude;
    const thread = await tx.thread.findUniqueOrThrow({
      where: { id: generation.threadId },
      include: { createdBy, _count },
    });
    const coverImage = generation.images.at(-1) ?? null;
    return [
      ...draftChange(generation, { ...thread, coverImage }, true),
      ...generation.images.filter(isKept).map(draftAdded),
    ];
  });
}

function draftChange(row: GenerationRow, thread: ThreadRow, withThread: boolean): EventDraft[] {
  return draftStage(row, thread, withThread ? toThreadSummary(thread) : null);
}

/** No events for deleted threads. */
function draftStage(
  row: GenerationRow,
  thread: ThreadAudience,
  summary: ThreadSummary | null = null,
): EventDraft[] {
  if (thread.deletedAt !== null) return [];
  const generation = toGenerationView(row);
  const payload = { kind: "generation.changed", generation, thread: summary } as const;
  return [{ audienceId: audienceOf(thread), payload }];
}

/** The thread may have gone to the trash meanwhile, and its new images with it. */
function isKept({ deletedAt }: ImageRow): boolean {
  return deletedAt === null;
}

type ThreadAudience = Pick<ThreadRow, "visibility" | "createdById" | "deletedAt">;

const audienceFields = { visibility: true, createdById: true, deletedAt: true } as const;

function readAudience(tx: Tx, threadId: string): Promise<ThreadAudience> {
  return tx.thread.findUniqueOrThrow({
    where: { id: threadId },
    select: audienceFields,
  });
}

function readThread(tx: Tx, threadId: string): Promise<ThreadRow> {
  return tx.thread.findUniqueOrThrow({ where: { id: threadId }, include: threadInclude });
}
