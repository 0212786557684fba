import "server-only";
import { join } from "node:path";
import { db, inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { answerFactsOf } from "@/lib/server/domain/generations/answer-facts";
import { addGenerationJob } from "@/lib/server/domain/generations/enqueue";
import { rescueAnswer } from "@/lib/server/domain/generations/rescue";
import { announceGenerations } from "@/lib/server/domain/announcements/announce";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import type { GenerationState } from "@/lib/server/generated/prisma/client";
import { readHead } from "@/lib/server/upstream/spool";

/** After so long a waiting row gets its job again: the queue may hold it locked for a runner that died. */
const QUEUED_OVERDUE_SECONDS = 15;
const BATCH = 500;

type Stale = {
  id: string;
  workspaceId: string;
  state: GenerationState;
  hasAnswer: boolean;
  spoolName: string | null;
};

export type Recovered = { requeued: number; resumed: number; unknown: number };

/**
 * Picks up what dead runners left, by the crash table: claimed and not sent runs again; sent becomes unknown unless
 * its answer is on disk; received goes on from the spool. Leases are judged by the database's clock.
 * Safe to run in every process at once.
 */
export async function recoverGenerations(): Promise<Recovered> {
  const stale = await db.$queryRaw<Stale[]>`
    SELECT id::text, "workspaceId"::text, state, ("receivedAt" IS NOT NULL) AS "hasAnswer", "spoolName" FROM "Generation"
    WHERE (state IN ('claimed', 'sent', 'received') AND "leaseUntil" < now())
       OR (state = 'cancelled' AND "sentAt" IS NOT NULL AND "finishedAt" IS NULL AND "leaseUntil" < now())
       OR (state = 'queued' AND "queuedAt" < now() - make_interval(secs => ${QUEUED_OVERDUE_SECONDS}::int)
           AND ("retryAt" IS NULL OR "retryAt" < now())
           AND NOT EXISTS (
             SELECT 1 FROM graphile_worker.jobs job
             WHERE job.key = 'generation:' || "Generation".id::text AND job.locked_at IS NULL))
    LIMIT ${BATCH}::int`;
  const recovered: Recovered = { requeued: 0, resumed: 0, unknown: 0 };
  for (const row of stale) recovered[await recoverOne(row)] += 1;
  return recovered;
}

async function recoverOne(row: Stale): Promise<keyof Recovered> {
  if (row.state === "queued" || row.state === "claimed") {
    await inTransaction(async (tx) => {
      await tx.$executeRaw`
        UPDATE "Generation" SET state = 'queued', "leaseToken" = NULL, "leaseUntil" = NULL
        WHERE id = ${row.id}::uuid AND state = 'claimed' AND "leaseUntil" < now()`;
      await addGenerationJob(tx, row.id);
    });
    return "requeued";
  }
  if (row.hasAnswer) {
    await inTransaction((tx) => addGenerationJob(tx, row.id));
    return "resumed";
  }
  if (await rescueAnswer(row.id)) return "resumed";
  await giveUp(row);
  return "unknown";
}

/**
 * Sent, and no whole answer came here: only the provider knows whether it drew and charged. The ids of an answer that
 * had begun are kept, since by these the provider is asked.
 */
async function giveUp(row: Stale): Promise<void> {
  const head = row.spoolName === null ? null : await readHead(join(spoolFolder(), row.spoolName));
  await inTransaction(async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE "Generation"
      SET state = (CASE WHEN state = 'sent' THEN 'unknown' ELSE state::text END)::"GenerationState",
          "failureCode" = (CASE WHEN state = 'sent' THEN 'unknown_outcome' ELSE "failureCode" END),
          billed = (CASE WHEN "isSandbox" THEN 'no' ELSE 'unknown' END)::"Billed",
          "finishedAt" = now(), "leaseToken" = NULL, "leaseUntil" = NULL
      WHERE id = ${row.id}::uuid AND state IN ('sent', 'cancelled') AND "receivedAt" IS NULL
        AND "finishedAt" IS NULL AND "leaseUntil" < now()`;
    if (count > 0) {
      if (head) await tx.generation.update({ where: { id: row.id }, data: answerFactsOf(head) });
      await announceGenerations(tx, brandId(row.workspaceId), [row.id], { withThread: true });
    }
  });
}
