import "server-only";
import type { SessionView } from "@/lib/contracts/profile";
import type { Actor } from "@/lib/server/auth/actor";
import { SESSION_MAX_AGE_S } from "@/lib/server/auth/cookie";
import type { Deps } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { describeDevice } from "@/lib/server/domain/sessions/device";

/** The actor's valid sessions: the current one first, then by last use. */
export async function listSessions(actor: Actor, { clock }: Deps): Promise<SessionView[]> {
  const rows = await db.session.findMany({
    where: { userId: actor.userId, ...aliveAt(clock.now()) },
    orderBy: { lastUsedAt: "desc" },
  });
  const views = rows.map((row) => ({
    id: row.id,
    isThis: row.id === actor.sessionId,
    device: describeDevice(row.userAgent),
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
  }));
  return views.toSorted((a, b) => Number(b.isThis) - Number(a.isThis));
}

/** Neither ended nor expired. (A new password ends older sessions.) */
export function aliveAt(now: Date) {
  return {
    endedAt: null,
    createdAt: { gt: new Date(now.getTime() - SESSION_MAX_AGE_S * 1_000) },
  };
}
