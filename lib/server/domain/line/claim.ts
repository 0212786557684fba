import "server-only";
import { db, inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { type Lease, LEASE_SECONDS } from "@/lib/server/domain/generations/lease";
import { fairOrder } from "@/lib/server/domain/line/fair-order";
import { allLanes, type Lane } from "@/lib/server/domain/line/lanes";
import { lockLimit, placesAt } from "@/lib/server/domain/line/limit";
import { countUnderWay } from "@/lib/server/domain/line/under-way";

type Claimed = { id: string; workspaceId: string; token: string };

/**
 * Takes the generations that are next in the fair order, as many as there are free places where each goes and no more
 * than `most` in all. Two processes that ask at once pass one after the other, so the limit holds over all of them.
 */
export async function claimNext(most: number): Promise<Lease[]> {
  const leases: Lease[] = [];
  for (const lane of allLanes()) {
    const left = most - leases.length;
    if (left > 0 && (await isAnyWaiting(lane))) leases.push(...(await claimIn(lane, left)));
  }
  return leases;
}

async function claimIn(lane: Lane, most: number): Promise<Lease[]> {
  const claimed = await inTransaction(async (tx) => {
    // Counted in a statement of its own, after the lock: a statement sees what was committed when it began.
    const places = placesAt(await lockLimit(tx, lane));
    const free = Math.min(most, places - (await countUnderWay(tx, lane)));
    if (free < 1) return [];
    return tx.$queryRaw<Claimed[]>`
      UPDATE "Generation" SET state = 'claimed', upstream = ${lane.upstream}, "claimedAt" = now(), "retryAt" = NULL,
        "leaseToken" = gen_random_uuid(), "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS}::int)
      WHERE state = 'queued'
        AND id IN (SELECT id FROM (${fairOrder(lane)}) line WHERE place <= ${free}::int)
      RETURNING id::text, "workspaceId"::text, "leaseToken"::text AS token`;
  });
  return claimed.map(({ id, workspaceId, token }) => ({
    generationId: id,
    workspaceId: brandId(workspaceId),
    token,
  }));
}

/** Is there a generation that could be claimed now? */
async function isAnyWaiting({ isSandbox }: Lane): Promise<boolean> {
  const [row] = await db.$queryRaw<{ isAny: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "Generation" WHERE state = 'queued' AND "isSandbox" = ${isSandbox}
      AND ("retryAt" IS NULL OR "retryAt" <= now())) AS "isAny"`;
  return row?.isAny ?? false;
}
