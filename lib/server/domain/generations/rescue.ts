import "server-only";
import { join } from "node:path";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { addGenerationJob } from "@/lib/server/domain/generations/enqueue";
import { answerFactsOf } from "@/lib/server/domain/generations/answer-facts";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { announceGenerations } from "@/lib/server/domain/announcements/announce";
import { readRemains } from "@/lib/server/upstream/send/recover-spool";

/**
 * Goes on from a spooled answer where the row does not know of it yet: the process died, or stalled past its lease,
 * between the last byte and the commit. Whether the answer is whole, its body says. Nothing is sent. False where no whole
 * answer is there, or a person has already sent again.
 * @param isAsked a person wants it read once more: also where it ended without a picture, or the answer is cut
 * @param also what belongs into the same transaction
 */
export async function rescueAnswer(
  generationId: string,
  { isAsked = false, also }: { isAsked?: boolean; also?: (tx: Tx) => Promise<void> } = {},
): Promise<boolean> {
  const row = await db.generation.findUnique({
    where: { id: generationId },
    select: { spoolName: true, workspaceId: true },
  });
  if (row === null || row.spoolName === null) return false;
  const head = await readRemains(join(spoolFolder(), row.spoolName));
  if (head === null || (head.receivedAt === null && !isAsked)) return false;
  const receivedAt = new Date(head.receivedAt ?? head.firstByteAt);
  return inTransaction(async (tx) => {
    // Leases are the database's to judge: this machine's clock may be another.
    const [{ now }] = await tx.$queryRaw<[{ now: Date }]>`SELECT now() AS now`;
    const facts = {
      ...answerFactsOf(head),
      receivedAt,
      finishedAt: null,
      leaseToken: null,
      // Run out already: should its job be lost with whoever takes it, the next sweep finds the row.
      leaseUntil: now,
    };
    const rescued = await tx.generation.updateMany({
      where: {
        id: generationId,
        supersededAt: null,
        OR: [
          { state: "unknown" },
          { state: "sent", leaseUntil: { lt: now } },
          ...(isAsked ? [{ state: "failed" as const }] : []),
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
              ...(isAsked ? { finishedAt: { not: null } } : { receivedAt: null }),
            },
            data: facts,
          });
    if (kept.count === 0) return false;
    await addGenerationJob(tx, generationId);
    await also?.(tx);
    await announceGenerations(tx, brandId(row.workspaceId), [generationId], { withThread: true });
    return true;
  });
}
