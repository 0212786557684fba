import "server-only";
import type { Lane } from "@/lib/server/domain/queue/lanes";
import { holdsSlot } from "@/lib/server/domain/queue/under-way";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** Members served longer ago than this count as never served. Must exceed the longest call. */
const SERVED_MEMORY = "15 minutes";

/**
 * All generations that wait for a slot, in the order in which they get one: a query with the columns `id`, `rank` (1
 * is next), `model` and `"workspaceId"`.
 * Fair between members: fewest calls in flight first, then served longest ago, then oldest. So a member's second
 * waiting generation comes after everyone's first, and a colleague's single image takes the next free slot ahead of a
 * batch of forty, even with one slot.
 * Generations that wait for their `retryAt` are not in the queue yet.
 */
export function fairOrder(lane: Lane): Prisma.Sql {
  return Prisma.sql`
    WITH waiting AS (
      SELECT g.id, g.model, g."workspaceId", g."createdById", g."queuedAt", g.position,
             row_number() OVER (PARTITION BY g."createdById" ORDER BY g."queuedAt", g.position, g.id) AS nth
      FROM "Generation" g
      WHERE g.state = 'queued' AND g."isSandbox" = ${lane.isSandbox} AND (g."retryAt" IS NULL OR g."retryAt" <= now())
    ), lately AS (
      SELECT g."createdById", g."claimedAt", (${holdsSlot(lane)}) AS "holdsSlot" FROM "Generation" g
      WHERE g.state IN ('queued', 'claimed', 'sent', 'received') AND g."claimedAt" IS NOT NULL
      UNION ALL
      SELECT g."createdById", g."claimedAt", (${holdsSlot(lane)}) FROM "Generation" g
      WHERE g.state = 'cancelled' AND g."leaseUntil" > now()
      UNION ALL
      -- Phrased to use the index on (model, isSandbox, finishedAt).
      SELECT g."createdById", g."claimedAt", false FROM "Generation" g
      WHERE g.model IN (SELECT model FROM waiting) AND g."isSandbox" = ${lane.isSandbox}
        AND g."finishedAt" > now() - ${SERVED_MEMORY}::interval
    ), member AS (
      SELECT "createdById", max("claimedAt") AS served, count(*) FILTER (WHERE "holdsSlot") AS calls
      FROM lately GROUP BY "createdById"
    )
    SELECT waiting.id, waiting.model, waiting."workspaceId", (row_number() OVER (ORDER BY
        coalesce(member.calls, 0) + waiting.nth,
        -- A member's later generations count as served last: an earlier one of theirs precedes them here.
        CASE WHEN waiting.nth = 1 THEN coalesce(member.served, '-infinity') ELSE 'infinity' END,
        waiting."queuedAt", waiting.position, waiting.id))::int AS rank
    FROM waiting LEFT JOIN member USING ("createdById")`;
}
