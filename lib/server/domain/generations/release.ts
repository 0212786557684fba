import "server-only";
import { join } from "node:path";
import { inTransaction, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { announceGenerations } from "@/lib/server/domain/announcements/announce";
import { answerFactsOf } from "@/lib/server/domain/generations/answer-facts";
import { addGenerationJobs } from "@/lib/server/domain/queue/enqueue";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { Prisma } from "@/lib/server/generated/prisma/client";
import { readRemains } from "@/lib/server/upstream/send/recover-spool";

/** What permits taking a row from its runner: the runner's own token, or an expired lease. */
export type Fence = { token: string } | "lease ran out";

type Row = { id: string; workspaceId: string };

function fenceOf(fence: Fence): Prisma.Sql {
  return fence === "lease ran out"
    ? Prisma.sql`"leaseUntil" < now()`
    : Prisma.sql`"leaseToken" = ${fence.token}::uuid`;
}

/**
 * Returns a claimed generation to the queue, since nothing was sent. False if the row is not in that state (any more).
 */
export async function putBack({ id }: Row, fence: Fence): Promise<boolean> {
  return inTransaction(async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE "Generation" SET state = 'queued', "leaseToken" = NULL, "leaseUntil" = NULL
      WHERE id = ${id}::uuid AND state = 'claimed' AND ${fenceOf(fence)}`;
    if (count > 0) await addGenerationJobs(tx, [id]);
    return count > 0;
  });
}

/**
 * Marks a generation that was sent without a complete answer as `unknown`: only the upstream knows whether it was
 * billed, so a person decides. A cancelled one stays cancelled and is marked as possibly billed. Keeps the request ids
 * of a partial answer, which identify the call to the upstream.
 */
export async function markUnknown(row: Row, fence: Fence, spoolName: string | null): Promise<void> {
  const head = spoolName === null ? null : await readRemains(join(spoolFolder(), spoolName));
  await inTransaction(async (tx) => {
    if (!(await setUnknown(tx, row, fence))) return;
    if (head) await tx.generation.update({ where: { id: row.id }, data: answerFactsOf(head) });
    await announceGenerations(tx, brandId(row.workspaceId), [row.id], { withThread: true });
  });
}

async function setUnknown(tx: Tx, { id }: Row, fence: Fence): Promise<boolean> {
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
