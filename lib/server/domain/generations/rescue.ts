import "server-only";
import { join } from "node:path";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { addAnswerJob } from "@/lib/server/domain/queue/enqueue";
import { answerFactsOf } from "@/lib/server/domain/generations/answer-facts";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { announceGenerations } from "@/lib/server/domain/announcements/announce";
import { readRemains } from "@/lib/server/upstream/send/recover-spool";

/**
 * Resumes from a spooled answer that the row does not record yet: the process died, or stalled past its lease, between
 * the last byte and the commit. The body shows whether the answer is complete. Nothing is sent. False if there is no
 * complete answer, or the generation was retried.
 * @param isRequested a user requested another read, which also covers failed generations and truncated answers
 * @param also runs in the same transaction
 */
export async function rescueAnswer(
  generationId: string,
  { isRequested = false, also }: { isRequested?: boolean; also?: (tx: Tx) => Promise<void> } = {},
): Promise<boolean> {
  const row = await db.generation.findUnique({
    where: { id: generationId },
    select: { spoolName: true, workspaceId: true },
  });
  if (row === null || row.spoolName === null) return false;
  const head = await readRemains(join(spoolFolder(), row.spoolName));
  if (head === null || (head.receivedAt === null && !isRequested)) return false;
  const receivedAt = new Date(head.receivedAt ?? head.firstByteAt);
  return inTransaction(async (tx) => {
    // Leases use the database's clock; this machine's may differ.
    const [{ now }] = await tx.$queryRaw<[{ now: Date }]>`SELECT now() AS now`;
    const facts = {
      ...answerFactsOf(head),
      receivedAt,
      finishedAt: null,
      leaseToken: null,
      // Already expired: if the job is lost with its runner, the next sweep finds the row.
      leaseUntil: now,
    };
    const rescued = await tx.generation.updateMany({
      where: {
        id: generationId,
        supersededAt: null,
        OR: [
          { state: "unknown" },
          { state: "sent", leaseUntil: { lt: now } },
          ...(isRequested ? [{ state: "failed" as const }] : []),
        ],
      },
      data: { ...facts, state: "received", billed: null, failureCode: null, costMicroUsd: null },
    });
    const kept =
      rescued.count > 0
        ? rescued
        : await tx.generation.updateMany({
            where: {
              id: generationId,
              state: "cancelled",
              images: { none: {} },
              ...(isRequested ? { finishedAt: { not: null } } : { receivedAt: null }),
            },
            data: facts,
          });
    if (kept.count === 0) return false;
    await addAnswerJob(tx, generationId);
    await also?.(tx);
    await announceGenerations(tx, brandId(row.workspaceId), [generationId], { withThread: true });
    return true;
  });
}
