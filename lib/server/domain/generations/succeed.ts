import "server-only";
import { inTransaction } from "@/lib/server/db";
import { announceSuccess } from "@/lib/server/domain/announcements/announce";
import { insertImages, type NewImages } from "@/lib/server/domain/generations/insert-images";
import {
  type Change,
  changeRow,
  LeaseLost,
  logTransition,
  transition,
} from "@/lib/server/domain/generations/transitions";
import type { Lease } from "@/lib/server/domain/queue/lease";
import { Prisma } from "@/lib/server/generated/prisma/client";

export type Outcome = NewImages & {
  costMicroUsd: number;
  parsedAt: Date;
  upstreamId: string | null;
  usage: Prisma.InputJsonValue | null;
  modelWords: string | null;
};

/**
 * Ends a generation with images: images, ledger, cover and state in one transaction. A cancelled one gets its images
 * too and stays cancelled: they are offered.
 * @throws LeaseLost if another runner has the row
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
    (await transition(lease, ["cancelled"], facts, (tx, row) => insertImages(tx, row, outcome)));
  if (!hasSucceeded) throw new LeaseLost();
}

/** A user waits for this transaction, so it publishes what its statements return instead of reading again. */
async function succeed(lease: Lease, now: Date, facts: Change, outcome: Outcome): Promise<boolean> {
  const succeeded: Change = { ...facts, state: "succeeded" };
  const hasSucceeded = await inTransaction(async (tx) => {
    const row = await changeRow(tx, lease, ["received"], succeeded);
    if (row === null) return false;
    const images = await insertImages(tx, row, outcome, now);
    await announceSuccess(tx, { ...row, images });
    return true;
  });
  if (hasSucceeded) logTransition(lease, succeeded);
  return hasSucceeded;
}
