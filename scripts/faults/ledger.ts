import type pg from "pg";

/** What the studio's database records about one image of the run. */
export type LedgerRow = {
  prompt: string;
  state: string;
  failureCode: string | null;
  billed: "no" | "yes" | "unknown" | null;
  /** How often `sent` was committed. */
  attempts: number;
  earlierAttempts: { sentAt: string | null; code: string; status: number | null }[];
  upstreamStatus: number | null;
  /** When the last attempt was sent. */
  sentAt: Date | null;
  images: { id: string; sha256: string }[];
};

/** All generations of the database; the run's are its only ones. */
export async function readLedger(client: pg.Client): Promise<LedgerRow[]> {
  const { rows } = await client.query<LedgerRow>(`
    SELECT turn.prompt, g.state, g."failureCode", g.billed, g.attempts, g."earlierAttempts", g."upstreamStatus", g."sentAt",
      coalesce((SELECT json_agg(json_build_object('id', image.id, 'sha256', image.sha256) ORDER BY image.position)
        FROM "Image" image WHERE image."generationId" = g.id), '[]') AS images
    FROM "Generation" g JOIN "Turn" turn ON turn.id = g."turnId" ORDER BY turn."createdAt", g.id`);
  return rows;
}

/** How many generations have not ended. */
export async function countUnderWay(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Generation" WHERE "finishedAt" IS NULL`,
  );
  return rows[0]?.count ?? 0;
}
