import "server-only";
import type { Failure } from "@/lib/contracts/failures";
import type { GenerationState } from "@/lib/contracts/generations";
import type { EarlierAttempt } from "@/lib/contracts/usage";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import type { AnswerFacts } from "@/lib/server/domain/generations/answer-facts";
import type { Lease } from "@/lib/server/domain/generations/lease";
import { announceGivenBack } from "@/lib/server/domain/budgets/reserve";
import { audienceOf } from "@/lib/server/domain/images/audience";
import { saveBlob, type StoredPicture } from "@/lib/server/domain/images/ingest";
import { announceGenerations, announceSuccess } from "@/lib/server/domain/announcements/announce";
import { withoutPreamble } from "@/lib/utils/without-preamble";
import { lockThread } from "@/lib/server/domain/threads/touch";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";
import type { ImageRow } from "@/lib/server/domain/views/image";
import { type Generation, Prisma } from "@/lib/server/generated/prisma/client";
import type { Endpoint } from "@/lib/server/upstream/profiles/routes";
import { addGenerationJob } from "@/lib/server/domain/generations/enqueue";
import { log } from "@/lib/server/log";

const NAME_CHARS = 80;

/** The lease was lost, or a person cancelled first: whoever holds the row now decides. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

type Change = Prisma.GenerationUncheckedUpdateManyInput;

/** Moves the row on if this lease still holds it in one of these states; says so to everyone who looks. */
async function move(
  lease: Lease,
  from: readonly GenerationState[],
  data: Change,
  also?: (tx: Tx, row: Generation) => Promise<void>,
): Promise<boolean> {
  const hasMoved = await inTransaction(async (tx) => {
    const row = await changeRow(tx, lease, from, data);
    if (row === null) return false;
    await also?.(tx, row);
    await announceGenerations(tx, lease.workspaceId, [lease.generationId], {
      withThread: data.finishedAt !== undefined,
    });
    return true;
  });
  if (hasMoved) logMove(lease, data);
  return hasMoved;
}

/** After the commit: a transaction may run more than once. */
function logMove({ generationId }: Lease, { state }: Change): void {
  log.info({ event: "generation.moved", generationId, state: state ?? null }, "generation moved");
}

async function changeRow(
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

/** Committed before the first byte leaves. Throws `LeaseLost` where the generation was cancelled meanwhile: send nothing. */
export async function markSent(
  lease: Lease,
  now: Date,
  facts: {
    spoolName: string;
    requestBytes: number;
    /** The route that it takes; left out, the one that the row has. */
    endpoint?: Endpoint;
    /** The base URL of the service. */
    upstream: string;
  },
): Promise<void> {
  const moved = await move(lease, ["claimed"], {
    ...facts,
    state: "sent",
    sentAt: now,
    attempts: { increment: 1 },
    failureCode: null,
  });
  if (!moved) throw new LeaseLost();
}

export async function markFirstByte(lease: Lease, now: Date): Promise<void> {
  await move(lease, ["sent"], { firstByteAt: now });
}

/**
 * The answer is on disk. A cancelled generation stays cancelled, and its answer is read all the same. Nobody is told yet:
 * mostly its pictures are there a moment later, and are told of then. See `announceStage`.
 */
export async function markReceived(
  lease: Lease,
  facts: AnswerFacts & { receivedAt: Date },
): Promise<boolean> {
  const received: Change = { ...facts, state: "received" };
  if ((await changeRow(db, lease, ["sent"], received)) !== null) {
    logMove(lease, received);
    return true;
  }
  return (await changeRow(db, lease, ["cancelled"], facts)) !== null;
}

/**
 * Tells everyone who looks that the answer is here and is being stored. Writes the token that is there already, and so passes
 * after whoever ends the row meanwhile: then nothing is told, for an end is told once.
 */
export async function announceStage(lease: Lease): Promise<void> {
  await move(lease, ["received"], { leaseToken: lease.token });
}

/**
 * An unbilled answer that may pass next time: back to the queue, not before `retryAt`. The row's facts of this sending
 * make room for the next one's.
 * @param earlierAttempts all sendings so far, this one the last
 * @param endpoint the route by which it goes next; left out, the same
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
  return move(lease, ["claimed", "sent", "received"], data, (tx) =>
    addGenerationJob(tx, lease.generationId, retryAt),
  );
}

/** What is known of a failed sending beyond its failure; what is left out stays as the row has it. */
export type Learned = Partial<
  AnswerFacts & { parsedAt: Date; upstreamId: string | null; usage: Record<string, number> | null }
>;

/** The end without a picture. A cancelled generation keeps its state and learns whether it was billed. */
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
  const giveBack = async (tx: Tx) => {
    if (failure.billed === "no" && costIfBilled > 0) await announceGivenBack(tx, lease.workspaceId);
  };
  const failed: Change = { ...facts, state: "failed", failureCode: failure.code };
  const isFailed = await move(lease, ["claimed", "sent", "received"], failed, giveBack);
  if (!isFailed) await move(lease, ["cancelled"], facts, giveBack);
}

/** Null where only the provider's invoice can tell. */
function costOf(failure: Failure, costIfBilled: number): number | null {
  if (failure.billed === "unknown") return null;
  return failure.billed === "yes" ? costIfBilled : 0;
}

export type Outcome = {
  pictures: readonly StoredPicture[];
  prompt: string;
  createdById: string;
  parentImageId: string | null;
  askedSize: string | null;
  costMicroUsd: number;
  parsedAt: Date;
  upstreamId: string | null;
  usage: Prisma.InputJsonValue | null;
  modelWords: string | null;
};

/**
 * The end with pictures: images, ledger, cover and state in one transaction. A cancelled generation gets its pictures
 * too and stays cancelled: they are offered. Throws `LeaseLost` where another runner has the row.
 */
export async function markSucceeded(lease: Lease, now: Date, outcome: Outcome): Promise<void> {
  const facts: Change = {
    finishedAt: now,
    parsedAt: outcome.parsedAt,
    billed: outcome.costMicroUsd > 0 ? "yes" : "no",
    costMicroUsd: outcome.costMicroUsd,
    upstreamId: outcome.upstreamId,
    usage: outcome.usage ?? Prisma.DbNull,
    modelWords: outcome.modelWords,
    failureCode: null,
    leaseToken: null,
    leaseUntil: null,
  };
  const hasSucceeded =
    (await succeed(lease, now, facts, outcome)) ||
    (await move(lease, ["cancelled"], facts, async (tx, row) => {
      await createImages(tx, row, outcome);
    }));
  if (!hasSucceeded) throw new LeaseLost();
}

/** A person waits for just this: what the statements give back is told, and nothing is read twice. */
async function succeed(lease: Lease, now: Date, facts: Change, outcome: Outcome): Promise<boolean> {
  const succeeded: Change = { ...facts, state: "succeeded" };
  const hasSucceeded = await inTransaction(async (tx) => {
    const row = await changeRow(tx, lease, ["received"], succeeded);
    if (row === null) return false;
    const images = await createImages(tx, row, outcome);
    await tx.thread.update({
      where: { id: row.threadId },
      data: { coverImageId: images.at(-1)?.id, lastActivityAt: now },
      select: { id: true },
    });
    await announceSuccess(tx, { ...row, images });
    return true;
  });
  if (hasSucceeded) logMove(lease, succeeded);
  return hasSucceeded;
}

async function createImages(tx: Tx, generation: Generation, outcome: Outcome): Promise<ImageRow[]> {
  const images: ImageRow[] = [];
  const audienceId = audienceOf(await lockThread(tx, generation.threadId));
  for (const [position, picture] of outcome.pictures.entries()) {
    await saveBlob(tx, picture);
    const image = await tx.image.create({
      data: {
        workspaceId: generation.workspaceId,
        createdById: outcome.createdById,
        origin: "generated",
        generationId: generation.id,
        threadId: generation.threadId,
        audienceId,
        position,
        parentImageId: outcome.parentImageId,
        sha256: picture.sha256,
        name: shortenPrompt(withoutPreamble(outcome.prompt), NAME_CHARS),
        askedSize: outcome.askedSize,
      },
    });
    images.push({ ...image, blob: picture, generation });
  }
  return images;
}
