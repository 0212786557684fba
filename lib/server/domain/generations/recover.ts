import "server-only";
import { db, inTransaction } from "@/lib/server/db";
import { addGenerationJob } from "@/lib/server/domain/generations/enqueue";
import { giveUp, putBack } from "@/lib/server/domain/generations/hand-over";
import { rescueAnswer } from "@/lib/server/domain/generations/rescue";
import { errorFields, log } from "@/lib/server/log";
import type { GenerationState } from "@/lib/server/generated/prisma/client";

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
 * its answer is on disk; received goes on from the spool. Leases are judged by the database's clock. Waiting ones need
 * no help: runners look for them by themselves.
 * Safe to run in every process at once.
 */
export async function recoverGenerations(): Promise<Recovered> {
  const stale = await db.$queryRaw<Stale[]>`
    SELECT id::text, "workspaceId"::text, state, ("receivedAt" IS NOT NULL) AS "hasAnswer", "spoolName" FROM "Generation"
    WHERE (state IN ('claimed', 'sent', 'received') AND "leaseUntil" < now())
       OR (state = 'cancelled' AND "sentAt" IS NOT NULL AND "finishedAt" IS NULL AND "leaseUntil" < now())
    LIMIT ${BATCH}::int`;
  const recovered: Recovered = { requeued: 0, resumed: 0, unknown: 0 };
  for (const row of stale) {
    try {
      recovered[await recoverOne(row)] += 1;
    } catch (error) {
      // One that cannot be picked up must not hold up the others.
      log.error({ ...errorFields(error), generationId: row.id }, "a row could not be picked up");
    }
  }
  return recovered;
}

async function recoverOne(row: Stale): Promise<keyof Recovered> {
  if (row.state === "claimed") {
    await putBack(row, "lease ran out");
    return "requeued";
  }
  if (row.hasAnswer) {
    await inTransaction((tx) => addGenerationJob(tx, row.id));
    return "resumed";
  }
  if (await rescueAnswer(row.id)) return "resumed";
  await giveUp(row, "lease ran out", row.spoolName);
  return "unknown";
}
