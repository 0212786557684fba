import "server-only";
import type { Failure } from "@/lib/contracts/failures";
import type { GenerationState } from "@/lib/contracts/generations";
import type { EarlierAttempt } from "@/lib/contracts/usage";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import type { AnswerFacts } from "@/lib/server/domain/generations/answer-facts";
import type { Lease } from "@/lib/server/domain/queue/lease";
import { announceGivenBack } from "@/lib/server/domain/budgets/reserve";
import { announceGeneration } from "@/lib/server/domain/announcements/announce";
import type { ImageRow } from "@/lib/server/domain/views/image";
import { type Generation, Prisma } from "@/lib/server/generated/prisma/client";
import type { Endpoint } from "@/lib/server/upstream/profiles/routes";
import { addGenerationJobs } from "@/lib/server/domain/queue/enqueue";
import { log } from "@/lib/server/log";

/** The lease was lost or a user cancelled first: the row's current holder decides. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

export type Change = Prisma.GenerationUncheckedUpdateManyInput;

/**
 * Changes and publishes the row if this lease still holds it in one of these states.
 * @param also further writes; returns the images that it created
 */
export async function transition(
  lease: Lease,
  from: readonly GenerationState[],
  data: Change,
  also?: (tx: Tx, row: Generation) => Promise<ImageRow[]>,
): Promise<boolean> {
  const hasChanged = await inTransaction(async (tx) => {
    const row = await changeRow(tx, lease, from, data);
    if (row === null) return false;
    // A leased generation has no images but those that `also` creates.
    const images = (await also?.(tx, row)) ?? [];
    const withThread = data.finishedAt !== undefined;
    await announceGeneration(tx, { ...row, images }, { withThread });
    return true;
  });
  if (hasChanged) logTransition(lease, data);
  return hasChanged;
}

/** Call it after the commit: a transaction may run more than once. */
export function logTransition({ generationId }: Lease, { state }: Change): void {
  log.info({ event: "generation.moved", generationId, state: state ?? null }, "generation moved");
}

/** Changes the row if this lease still holds it in one of these states; null if not. Publishes nothing. */
export async function changeRow(
  tx: Tx,
  { generationId, token }: Lease,
  from: readonly GenerationState[],
  data: Change,
): Promise<Generation | null> {
  const [row = null] = await tx.generation.updateManyAndReturn({
    where: { id: generationId, leaseToken: token, state: { in: [...from] } },
    data,
  });
  return row;
}

/**
 * Commits `sent` before the first byte leaves. Publishes nothing: the call must not wait for the workspace's lock. See
 * `announceSentSoon`.
 * @throws LeaseLost if the generation was cancelled; then send nothing
 */
export async function markSent(
  lease: Lease,
  now: Date,
  facts: {
    spoolName: string;
    requestBytes: number;
    /** The route it takes; omitted if it is the row's. */
    endpoint?: Endpoint;
    /** The upstream's base URL. */
    upstream: string;
  },
): Promise<void> {
  const sent: Change = {
    ...facts,
    state: "sent",
    sentAt: now,
    attempts: { increment: 1 },
    failureCode: null,
  };
  if ((await changeRow(db, lease, ["claimed"], sent)) === null) throw new LeaseLost();
  logTransition(lease, sent);
}

export async function markFirstByte(lease: Lease, now: Date): Promise<void> {
  await transition(lease, ["sent"], { firstByteAt: now });
}

/**
 * Records that the answer is on disk. A cancelled generation stays cancelled, and its answer is still read. Publishes
 * nothing: usually the images follow a moment later and publish the change. See `announceStage`.
 */
export async function markReceived(
  lease: Lease,
  facts: AnswerFacts & { receivedAt: Date },
): Promise<boolean> {
  const received: Change = { ...facts, state: "received" };
  if ((await changeRow(db, lease, ["sent"], received)) !== null) {
    logTransition(lease, received);
    return true;
  }
  return (await changeRow(db, lease, ["cancelled"], facts)) !== null;
}

/**
 * Publishes that the answer is being stored. Writes the unchanged token, so that it waits for a concurrent final state;
 * then it matches no row and publishes nothing.
 */
export async function announceStage(lease: Lease): Promise<void> {
  await transition(lease, ["received"], { leaseToken: lease.token });
}

/**
 * Returns a generation to the queue after an unbilled failure that may pass next time. Clears the row's facts of this
 * attempt for the next one.
 * @param retryAt the earliest time of the next attempt
 * @param earlierAttempts all attempts so far, this one last
 * @param endpoint the next attempt's route; omitted if it is the same
 */
export async function requeue(
  lease: Lease,
  failure: Failure,
  retryAt: Date,
  earlierAttempts: EarlierAttempt[],
  endpoint?: Endpoint,
): Promise<boolean> {
  const data: Change = {
    state: "queued",
    ...(endpoint === undefined ? {} : { endpoint }),
    retryAt,
    failureCode: failure.code,
    earlierAttempts,
    leaseToken: null,
    leaseUntil: null,
    sentAt: null,
    firstByteAt: null,
    receivedAt: null,
    upstreamStatus: null,
    upstreamRequestIds: Prisma.DbNull,
    responseBytes: null,
  };
  return transition(lease, ["claimed", "sent", "received"], data, async (tx) => {
    await addGenerationJobs(tx, [lease.generationId], retryAt);
    return [];
  });
}

/** Facts of a failed attempt beyond its failure; omitted ones stay as the row has them. */
export type Learned = Partial<
  AnswerFacts & { parsedAt: Date; upstreamId: string | null; usage: Record<string, number> | null }
>;

/** Ends a generation without an image. A cancelled one stays cancelled and records whether it was billed. */
export async function markFailed(
  lease: Lease,
  now: Date,
  failure: Failure,
  costIfBilled: number,
  { usage, ...learned }: Learned = {},
): Promise<void> {
  const facts: Change = {
    finishedAt: now,
    billed: failure.billed,
    costMicroUsd: costOf(failure, costIfBilled),
    failureHint: failure.hint ?? null,
    modelWords: failure.modelWords ?? null,
    leaseToken: null,
    leaseUntil: null,
    ...(failure.httpStatus === undefined ? {} : { upstreamStatus: failure.httpStatus }),
    ...learned,
    ...(usage ? { usage } : {}),
  };
  const announceRefund = async (tx: Tx) => {
    if (failure.billed === "no" && costIfBilled > 0) await announceGivenBack(tx, lease.workspaceId);
    return [];
  };
  const failed: Change = { ...facts, state: "failed", failureCode: failure.code };
  const isFailed = await transition(lease, ["claimed", "sent", "received"], failed, announceRefund);
  if (!isFailed) await transition(lease, ["cancelled"], facts, announceRefund);
}

/** Null if only the upstream's invoice can tell. */
function costOf(failure: Failure, costIfBilled: number): number | null {
  if (failure.billed === "unknown") return null;
  return failure.billed === "yes" ? costIfBilled : 0;
}
