import "server-only";
import type { Failure } from "@/lib/contracts/failures";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import type { Lease } from "@/lib/server/domain/generations/lease";
import { markFailed, requeue } from "@/lib/server/domain/generations/moves";
import { retryDelayMs, SENDS_MAX } from "@/lib/server/jobs/retry-delay";

/** Resends by itself only what is known to be unbilled and retryable, and only so often; everything else is an end. */
export async function settleFailure(lease: Lease, failure: Failure): Promise<void> {
  const generation = await db.generation.findUniqueOrThrow({
    where: { id: lease.generationId },
    select: { attempts: true, isSandbox: true, priceMicroUsd: true },
  });
  const settled: Failure = generation.isSandbox ? { ...failure, billed: "no" } : failure;
  const now = systemClock.now();
  if (settled.resendable && settled.billed === "no" && generation.attempts < SENDS_MAX) {
    const delay = retryDelayMs(generation.attempts, settled.retryAfterMs, Math.random());
    if (await requeue(lease, settled, new Date(now.getTime() + delay))) return;
  }
  await markFailed(lease, now, settled, generation.priceMicroUsd);
}
