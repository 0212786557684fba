import "server-only";
import { db } from "@/lib/server/db";

/** Median time from sending to the stored image in ms, over each model's last 50 successes within 30 days. */
export async function readUsualTimes(sandbox: boolean): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ model: string; usual: number }[]>`
    SELECT model, percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS usual FROM (
      SELECT model, extract(epoch FROM least("finishedAt", "receivedAt" + interval '1 minute') - "sentAt") * 1000 AS ms,
             row_number() OVER (PARTITION BY model ORDER BY "finishedAt" DESC) AS recency
      FROM "Generation"
      WHERE state = 'succeeded' AND "isSandbox" = ${sandbox} AND "sentAt" IS NOT NULL
        AND "finishedAt" > now() - interval '30 days'
    ) recent WHERE recency <= 50 GROUP BY model`;
  return new Map(rows.map((row) => [row.model, Math.round(row.usual)]));
}
