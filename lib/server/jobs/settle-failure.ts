import "server-only";
import type { Failure } from "@/lib/contracts/failures";
import { SENDS_MAX } from "@/lib/contracts/limits";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import type { Lease } from "@/lib/server/domain/generations/lease";
import { attemptColumns, closeAttempt } from "@/lib/server/domain/generations/earlier-attempts";
import { type Learned, markFailed, requeue } from "@/lib/server/domain/generations/moves";
import { laneOf } from "@/lib/server/domain/line/lanes";
import { noteSaturated } from "@/lib/server/domain/line/limit";
import { retryDelayMs } from "@/lib/server/jobs/retry-delay";

/**
 * Resends by itself only what is known to be unbilled and retryable, and only so often; everything else is an end.
 * Sendings that never left count as well: nothing else ends the waiting for a service that is gone.
 * @param learned for the ledger
 */
export async function settleFailure(
  lease: Lease,
  failure: Failure,
  learned: Learned = {},
): Promise<void> {
  const generation = await db.generation.findUniqueOrThrow({
    where: { id: lease.generationId },
    select: { ...attemptColumns, isSandbox: true, priceMicroUsd: true },
  });
  const settled: Failure = generation.isSandbox ? { ...failure, billed: "no" } : failure;
  const now = systemClock.now();
  // Before the row gives its place free: the next one is not to walk into the same refusal.
  if (settled.code === "rate_limited" && generation.sentAt !== null) {
    await noteSaturated(laneOf(generation.isSandbox), generation.sentAt, now);
  }
  if (settled.resendable && settled.billed === "no") {
    const attempts = closeAttempt(generation, settled, now, learned);
    if (attempts.length < SENDS_MAX) {
      const delay = retryDelayMs(attempts.length, settled.retryAfterMs, Math.random());
      if (await requeue(lease, settled, new Date(now.getTime() + delay), attempts)) return;
    }
  }
  await markFailed(lease, now, settled, generation.priceMicroUsd, learned);
}
