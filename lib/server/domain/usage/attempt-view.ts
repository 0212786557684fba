import "server-only";
import type { GenerationId, ThreadId, TurnId } from "@/lib/contracts/ids";
import type { Attempt } from "@/lib/contracts/usage";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import {
  parseEarlierAttempts,
  parseRequestIds,
} from "@/lib/server/domain/generations/earlier-attempts";
import { inOrder } from "@/lib/server/domain/lists/in-order";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";

const PROMPT_CHARS = 120;

const attemptInclude = {
  thread: { select: { title: true, deletedAt: true } },
  turn: { select: { prompt: true } },
  createdBy: { select: { name: true } },
  images: { select: { id: true } },
} satisfies Prisma.GenerationInclude;

export type AttemptRow = Prisma.GenerationGetPayload<{ include: typeof attemptInclude }>;

/** The generations of a page, in its order, with what `toAttempts` needs. */
export async function readAttemptRows(
  actor: Actor,
  found: readonly { id: string }[],
): Promise<AttemptRow[]> {
  const rows = await db.generation.findMany({
    where: { workspaceId: actor.workspaceId, id: { in: found.map(({ id }) => id) } },
    include: attemptInclude,
  });
  return inOrder(found, rows);
}

/** The attempts of one generation, latest first. While it waits for a retry there are only earlier ones. */
export function toAttempts(row: AttemptRow): Attempt[] {
  const common = {
    generationId: brandId<GenerationId>(row.id),
    threadId: brandId<ThreadId>(row.threadId),
    turnId: brandId<TurnId>(row.turnId),
    threadTitle: row.thread.title,
    isThreadDeleted: row.thread.deletedAt !== null,
    promptStart: shortenPrompt(row.turn.prompt, PROMPT_CHARS),
    makerName: row.createdBy.name,
    model: row.model,
    endpoint: row.endpoint,
    isSandbox: row.isSandbox,
    queuedAt: row.queuedAt.toISOString(),
    priceMicroUsd: row.priceMicroUsd,
  };
  const earlier = parseEarlierAttempts(row.earlierAttempts).map((attempt): Attempt => ({
    ...common,
    number: attempt.number,
    endpoint: attempt.endpoint ?? row.endpoint,
    outcome: "resent",
    sentAt: attempt.sentAt,
    endedAt: attempt.endedAt,
    status: attempt.status,
    code: attempt.code,
    billed: attempt.billed,
    costMicroUsd: 0,
    upstreamId: null,
    requestIds: attempt.requestIds,
    responseBytes: attempt.responseBytes,
    imageCount: 0,
  }));
  const isTried = row.sentAt !== null || row.state === "failed";
  const last: Attempt = {
    ...common,
    number: earlier.length + 1,
    outcome: row.state,
    sentAt: row.sentAt?.toISOString() ?? null,
    endedAt: (row.receivedAt ?? row.finishedAt)?.toISOString() ?? null,
    status: row.upstreamStatus,
    code: row.failureCode,
    billed: row.billed,
    costMicroUsd: row.costMicroUsd,
    upstreamId: row.upstreamId,
    requestIds: parseRequestIds(row.upstreamRequestIds),
    responseBytes: row.responseBytes,
    imageCount: row.images.length,
  };
  return [...(isTried ? [last] : []), ...earlier.toReversed()];
}
