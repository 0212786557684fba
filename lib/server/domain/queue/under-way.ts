import "server-only";
import type { Tx } from "@/lib/server/db";
import type { Lane } from "@/lib/server/domain/queue/lanes";
import { Prisma } from "@/lib/server/generated/prisma/client";

/**
 * SQL condition on "Generation" g: holds a slot at an upstream. Claimed or sent and not yet answered, including calls
 * cancelled after they were sent. An expired lease holds none: its process is gone.
 */
export function holdsSlot({ upstream }: Lane): Prisma.Sql {
  return Prisma.sql`
    g.upstream = ${upstream} AND g."leaseUntil" > now() AND g."receivedAt" IS NULL AND g."finishedAt" IS NULL
    AND (g.state IN ('claimed', 'sent') OR (g.state = 'cancelled' AND g."sentAt" IS NOT NULL))`;
}

/** SQL query for the number of calls in flight at an upstream, across all processes. */
export function callsUnderWay(lane: Lane): Prisma.Sql {
  return Prisma.sql`
    SELECT count(*)::int AS calls FROM "Generation" g WHERE g.state IN ('claimed', 'sent', 'cancelled')
      AND ${holdsSlot(lane)}`;
}

export async function countUnderWay(tx: Tx, lane: Lane): Promise<number> {
  const [row] = await tx.$queryRaw<{ calls: number }[]>`${callsUnderWay(lane)}`;
  return row?.calls ?? 0;
}
