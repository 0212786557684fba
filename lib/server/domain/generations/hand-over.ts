import "server-only";
import { join } from "node:path";
import { inTransaction, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { announceGenerations } from "@/lib/server/domain/announcements/announce";
import { answerFactsOf } from "@/lib/server/domain/generations/answer-facts";
import { addGenerationJob } from "@/lib/server/domain/generations/enqueue";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { Prisma } from "@/lib/server/generated/prisma/client";
import { readRemains } from "@/lib/server/upstream/send/recover-spool";

/** What lets a row be taken out of its runner's hands: the runner says so itself, or its lease ran out. */
export type Fence = { token: string } | "lease ran out";

type Row = { id: string; workspaceId: string };

function fenceOf(fence: Fence): Prisma.Sql {
  return fence === "lease ran out"
    ? Prisma.sql`"leaseUntil" < now()`
    : Prisma.sql`"leaseToken" = ${fence.token}::uuid`;
}

/** Claimed, and nothing was sent: it waits again. False where the row is not, or no longer, in that state. */
export async function putBack({ id }: Row, fence: Fence): Promise<boolean> {
  return inTransaction(async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE "Generation" SET state = 'queued', "leaseToken" = NULL, "leaseUntil" = NULL
      WHERE id = ${id}::uuid AND state = 'claimed' AND ${fenceOf(fence)}`;
    if (count > 0) await addGenerationJob(tx, id);
    return count > 0;
  });
}

/**
 * Sent, and no whole answer came here: only the provider knows whether it drew and charged. The row becomes `unknown`
 * (a cancelled one stays so and learns that it may have been billed), and a person decides. The ids of an answer that
 * had begun are kept, since by these the provider is asked.
 */
export async function giveUp(row: Row, fence: Fence, spoolName: string | null): Promise<void> {
  const head = spoolName === null ? null : await readRemains(join(spoolFolder(), spoolName));
  await inTransaction(async (tx) => {
    if (!(await markUnknown(tx, row, fence))) return;
    if (head) await tx.generation.update({ where: { id: row.id }, data: answerFactsOf(head) });
    await announceGenerations(tx, brandId(row.workspaceId), [row.id], { withThread: true });
  });
}

async function markUnknown(tx: Tx, { id }: Row, fence: Fence): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE "Generation"
    SET state = (CASE WHEN state = 'sent' THEN 'unknown' ELSE state::text END)::"GenerationState",
        "failureCode" = (CASE WHEN state = 'sent' THEN 'unknown_outcome' ELSE "failureCode" END),
        billed = (CASE WHEN "isSandbox" THEN 'no' ELSE 'unknown' END)::"Billed",
        "finishedAt" = now(), "leaseToken" = NULL, "leaseUntil" = NULL
    WHERE id = ${id}::uuid AND state IN ('sent', 'cancelled') AND "receivedAt" IS NULL
      AND "finishedAt" IS NULL AND ${fenceOf(fence)}`;
  return count > 0;
}
