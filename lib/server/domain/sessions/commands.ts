import "server-only";
import type { Actor, SessionActor } from "@/lib/server/auth/actor";
import { endSession } from "@/lib/server/auth/sessions";
import type { Clock, Deps } from "@/lib/server/clock";
import { inTransaction } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { aliveAt } from "@/lib/server/domain/sessions/queries";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/auth/access-changes";

/** Ends the actor's current session. Does nothing, and audits nothing, if it has already ended. */
export async function signOut(actor: SessionActor): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await endSession(actor, tx))) return;
    await recordAudit(tx, actor, {
      workspaceId: null,
      act: "account.signed_out",
      target: { kind: "account", id: actor.userId, name: actor.name },
    });
  });
}

/**
 * Ends one of the actor's sessions and its open streams. Throws `not_found` for another user's, and for an ended one.
 */
export async function endOneSession(
  actor: Actor,
  sessionId: string,
  { clock }: Deps,
): Promise<void> {
  const ended = await endWhere(actor, clock, { id: sessionId });
  if (ended === 0) throw new AppError("not_found");
}

/** Ends all of the actor's sessions, or all but the current one, with their open streams. Returns how many. */
export function endSessions(
  actor: Actor,
  which: "others" | "all",
  { clock }: Deps,
): Promise<number> {
  const isOther = actor.sessionId === null ? {} : { id: { not: actor.sessionId } };
  return endWhere(actor, clock, which === "all" ? {} : isOther);
}

async function endWhere(
  actor: Actor,
  clock: Clock,
  which: { id?: string | { not: string } },
): Promise<number> {
  return inTransaction(async (tx) => {
    const now = clock.now();
    const { count } = await tx.session.updateMany({
      where: { userId: actor.userId, ...aliveAt(now), ...which },
      data: { endedAt: now },
    });
    if (count === 0) return 0;
    await recordAudit(tx, actor, {
      workspaceId: null,
      act: "account.sessions_ended",
      target: { kind: "account", id: actor.userId, name: actor.name },
      details: { sessions: count },
    });
    await announceAccess(tx, actor.userId);
    return count;
  });
}
