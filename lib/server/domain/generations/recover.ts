import "server-only";
import { db, inTransaction } from "@/lib/server/db";
import { addAnswerJob } from "@/lib/server/domain/queue/enqueue";
import { markUnknown, putBack } from "@/lib/server/domain/generations/release";
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
 * Recovers the rows of dead runners: claimed ones return to the queue; sent ones become unknown unless their answer is
 * on disk; received ones resume from the spool. Leases expire by the database's clock. Queued rows need no recovery:
 * runners poll for them.
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
      // A row that fails to recover must not block the others.
      log.error(
        { ...errorFields(error), generationId: row.id },
        "generation could not be recovered",
      );
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
    await inTransaction((tx) => addAnswerJob(tx, row.id));
    return "resumed";
  }
  if (await rescueAnswer(row.id)) return "resumed";
  await markUnknown(row, "lease ran out", row.spoolName);
  return "unknown";
}
