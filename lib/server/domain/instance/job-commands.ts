import "server-only";
import type { Job } from "@/lib/contracts/instance";
import { authorizeJob } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import type { Deps } from "@/lib/server/clock";
import { inTransaction, type Tx } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { cancel, sendAgain } from "@/lib/server/domain/generations/commands";
import { readJob } from "@/lib/server/domain/instance/job-view";
import type { Generation } from "@/lib/server/generated/prisma/client";

/** Cancels as the creator would: an unsent generation costs nothing; a sent call continues and its result is kept. */
export function cancelJob(actor: Actor, generationId: string, { clock }: Deps): Promise<Job> {
  return inTransaction(async (tx) => {
    const generation = await authorizeJob(actor, generationId, tx);
    if (await cancel(tx, generation, { clock }))
      await auditJob(tx, actor, "job.cancelled", generation);
    return readJob(tx, actor, generation.id);
  });
}

/**
 * Retries as the creator would, at their expense: their budget, their key, their usage. Throws `would_pay_again` and
 * `conflict` as `sendAgain` does, and `not_found`.
 */
export function retryJob(
  actor: Actor,
  { generationId, mayPayAgain }: { generationId: string; mayPayAgain: boolean },
  { clock }: Deps,
): Promise<Job> {
  // Spending money requires the `generate` scope, whatever else a token may do.
  admitToken(actor, { scope: "generate" });
  return inTransaction(async (tx) => {
    const old = await authorizeJob(actor, generationId, tx);
    const id = await sendAgain(tx, old, { by: old, mayPayAgain }, { clock });
    await auditJob(tx, actor, "job.retried", old);
    return readJob(tx, actor, id);
  });
}

function auditJob(
  tx: Tx,
  actor: Actor,
  act: "job.cancelled" | "job.retried",
  { id, workspaceId, model, state }: Generation,
): Promise<void> {
  return recordAudit(tx, actor, {
    workspaceId,
    act,
    target: { kind: "generation", id, name: model },
    details: { state },
  });
}
