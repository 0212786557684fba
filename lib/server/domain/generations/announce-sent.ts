import "server-only";
import { inTransaction } from "@/lib/server/db";
import { announceStages } from "@/lib/server/domain/announcements/announce";
import type { Lease } from "@/lib/server/domain/queue/lease";
import { errorFields, log } from "@/lib/server/log";

/** Variations of one turn are sent within this time. */
const TOGETHER_MS = 100;

let waiting: Lease[] = [];
let timer: NodeJS.Timeout | undefined;

/**
 * Publishes soon that a call was sent, together with those sent in the same moment. In the transaction that marks a
 * call as sent, the event would make the calls of a workspace wait for each other's commits.
 */
export function announceSentSoon(lease: Lease): void {
  waiting.push(lease);
  if (timer !== undefined) return;
  timer = setTimeout(() => {
    timer = undefined;
    const leases = waiting;
    waiting = [];
    announceSent(leases).catch((error: unknown) =>
      log.warn({ ...errorFields(error), stage: "sent" }, "could not publish a stage"),
    );
  }, TOGETHER_MS).unref();
}

/** Call it when the call has ended: the next event tells more. */
export function cancelSentSoon(lease: Lease): void {
  waiting = waiting.filter((one) => one !== lease);
}

/** Publishes which of these calls are still in progress. The others ended, and their end is published. */
export async function announceSent(leases: readonly Lease[]): Promise<void> {
  for (const workspaceId of new Set(leases.map((lease) => lease.workspaceId))) {
    const held = leases.filter((lease) => lease.workspaceId === workspaceId);
    await inTransaction(async (tx) => {
      // Changes nothing, but waits for a concurrent final state; then it matches no row.
      const rows = await tx.generation.updateManyAndReturn({
        where: {
          id: { in: held.map(({ generationId }) => generationId) },
          leaseToken: { in: held.map(({ token }) => token) },
          workspaceId,
          state: "sent",
        },
        data: { failureCode: null },
      });
      await announceStages(tx, workspaceId, rows);
    });
  }
}
