import "server-only";
import { isSentEndpoint } from "@/lib/contracts/generations";
import { join } from "node:path";
import type { Failure } from "@/lib/contracts/failures";
import { SENDS_MAX } from "@/lib/contracts/limits";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import type { Lease } from "@/lib/server/domain/queue/lease";
import {
  attemptColumns,
  closeAttempt,
  parseEarlierAttempts,
} from "@/lib/server/domain/generations/earlier-attempts";
import { type Learned, markFailed, requeue } from "@/lib/server/domain/generations/transitions";
import { readRouteInput } from "@/lib/server/domain/generations/routes";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { laneOf } from "@/lib/server/domain/queue/lanes";
import { noteSaturated } from "@/lib/server/domain/queue/limit";
import type { Generation } from "@/lib/server/generated/prisma/client";
import { retryDelayMs } from "@/lib/server/domain/queue/retry-delay";
import { nextSending, type NextSending } from "@/lib/server/upstream/profiles/next-route";
import { type Endpoint, otherRoute, routesFor } from "@/lib/server/upstream/profiles/routes";
import { readHead } from "@/lib/server/upstream/send/spool";

/**
 * Requeues a failure only if it is known to be unbilled, within limits: if a retry may succeed, or if another route may
 * serve the model and the profile allows it. Everything else is final. Attempts that never connected count too, else an
 * unreachable upstream would be retried forever.
 * @param learned for the ledger
 */
export async function settleFailure(
  lease: Lease,
  failure: Failure,
  learned: Learned = {},
): Promise<void> {
  const generation = await db.generation.findUniqueOrThrow({
    where: { id: lease.generationId },
    select: {
      ...attemptColumns,
      isSandbox: true,
      priceMicroUsd: true,
      turnId: true,
      model: true,
      spoolName: true,
    },
  });
  const settled: Failure = generation.isSandbox ? { ...failure, billed: "no" } : failure;
  const now = systemClock.now();
  // Lower the limit before the row frees its slot, so that the next call does not meet the same refusal.
  if (settled.code === "rate_limited" && generation.sentAt !== null) {
    await noteSaturated(laneOf(generation.isSandbox), generation.sentAt, now);
  }
  const next = await findNext(generation, settled);
  if (next !== null) {
    const attempts = closeAttempt(generation, settled, now, learned);
    if (attempts.length < SENDS_MAX) {
      const pauseMs =
        next.when === "other_route"
          ? 0
          : retryDelayMs(attempts.length, settled.retryAfterMs, Math.random());
      const retryAt = new Date(Math.max(now.getTime() + pauseMs, next.notBefore));
      if (await requeue(lease, settled, retryAt, attempts, next.endpoint)) return;
    }
  }
  await markFailed(lease, now, settled, generation.priceMicroUsd, learned);
}

type Row = Pick<Generation, "endpoint" | "turnId" | "model" | "spoolName" | "sentAt"> &
  Pick<Generation, keyof typeof attemptColumns>;

/** The automatic follow-up of an unbilled failure; null if it is final. */
async function findNext(row: Row, failure: Failure): Promise<NextSending | null> {
  if (failure.billed !== "no" || !isSentEndpoint(row.endpoint)) return null;
  const here = row.endpoint;
  const routes = await allowedRoutes(row, here);
  return nextSending(routes, here, failure, parseEarlierAttempts(row.earlierAttempts));
}

/**
 * The routes that this call may take: only its current one if nothing was sent, or if its answer is only read again.
 */
async function allowedRoutes(row: Row, here: Endpoint): Promise<readonly Endpoint[]> {
  if (row.sentAt === null || (await isLookedAtAgain(row))) return [here];
  const input = await readRouteInput(db, row);
  if (input === null || otherRoute(input, here) === null) return [here];
  return routesFor(input);
}

/** Reading an answer again sends nothing, whatever the answer says. */
async function isLookedAtAgain({ spoolName }: Row): Promise<boolean> {
  const head = spoolName === null ? null : await readHead(join(spoolFolder(), spoolName));
  return head?.look !== undefined && head.look !== null;
}
