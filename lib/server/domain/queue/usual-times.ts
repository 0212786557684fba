import "server-only";
import { db } from "@/lib/server/db";

/** Median time from sending to the stored image in ms, over each model's last 50 successes within 30 days. */
export async function readUsualTimes(
  models: readonly string[],
  sandbox: boolean,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ model: string; usual: number }[]>`
    SELECT offered.model, percentile_cont(0.5) WITHIN GROUP (ORDER BY recent.ms) AS usual
    FROM unnest(${[...models]}::text[]) AS offered(model), LATERAL (
      SELECT extract(epoch FROM least(g."finishedAt", g."receivedAt" + interval '1 minute') - g."sentAt") * 1000 AS ms
      FROM "Generation" g
      WHERE g.model = offered.model AND g."isSandbox" = ${sandbox} AND g.state = 'succeeded'
        AND g."sentAt" IS NOT NULL AND g."finishedAt" > now() - interval '30 days'
      ORDER BY g."finishedAt" DESC LIMIT 50
    ) recent GROUP BY offered.model`;
  return new Map(rows.map((row) => [row.model, Math.round(row.usual)]));
}
