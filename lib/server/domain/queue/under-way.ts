import "server-only";
import type { Tx } from "@/lib/server/db";
import type { Lane } from "@/lib/server/domain/queue/lanes";
import { Prisma } from "@/lib/server/generated/prisma/client";

/**
 * Rows of "Generation" (as `g`) that hold a place at an upstream: claimed or sent and not yet answered, also
 * where a person cancelled after it was sent (the call goes on). A lease that ran out holds none: its process is gone.
 */
export function holdsPlace({ upstream }: Lane): Prisma.Sql {
  return Prisma.sql`
    g.upstream = ${upstream} AND g."leaseUntil" > now() AND g."receivedAt" IS NULL AND g."finishedAt" IS NULL
    AND (g.state IN ('claimed', 'sent') OR (g.state = 'cancelled' AND g."sentAt" IS NOT NULL))`;
}

/** How many calls are under way at an upstream, of all processes. */
export async function countUnderWay(tx: Tx, lane: Lane): Promise<number> {
  const [row] = await tx.$queryRaw<{ calls: number }[]>`
    SELECT count(*)::int AS calls FROM "Generation" g WHERE g.state IN ('claimed', 'sent', 'cancelled')
      AND ${holdsPlace(lane)}`;
  return row?.calls ?? 0;
}
