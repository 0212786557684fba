import "server-only";
import { z } from "zod";
import { userId, workspaceId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { db, type Tx } from "@/lib/server/db";
import { Role } from "@/lib/server/generated/prisma/client";

const USER_AGENT_MAX_CHARS = 300;

const actorRow = z.object({
  userId,
  sessionId: z.uuid(),
  name: z.string(),
  email: z.string(),
  workspaceId,
  role: z.enum(Role),
  isStale: z.boolean(),
});

/** The person behind a session that is alive: not ended, and not older than the last change of password. One query. */
export async function findActor(token: SessionToken): Promise<Actor | null> {
  const rows: unknown[] = await db.$queryRaw`
    SELECT u.id AS "userId", s.id AS "sessionId", u.name, u.email,
           w.id AS "workspaceId", m.role::text AS role,
           s."lastUsedAt" < now() - interval '10 minutes' AS "isStale"
    FROM "Session" s
    JOIN "User" u ON u.id = s."userId"
    JOIN "Membership" m ON m."userId" = u.id
    JOIN "Workspace" w ON w.id = m."workspaceId" AND w.kind = 'personal'
    WHERE s.id = ${token.sessionId}::uuid AND u.id = ${token.userId}::uuid
      AND s."endedAt" IS NULL AND u."sessionVersion" = ${token.sessionVersion}
    ORDER BY m."createdAt"
    LIMIT 1`;
  if (rows.length === 0) return null;
  const { isStale, ...actor } = actorRow.parse(rows[0]);
  if (isStale) await markUsed(actor.sessionId);
  return actor;
}

async function markUsed(sessionId: string): Promise<void> {
  await db.$executeRaw`UPDATE "Session" SET "lastUsedAt" = now() WHERE id = ${sessionId}::uuid`;
}

/** Opens a session for someone whose password was just proved; the answer goes into the cookie. */
export async function openSession(
  user: { id: string; sessionVersion: number },
  userAgent: string,
  tx: Tx = db,
): Promise<SessionToken> {
  const session = await tx.session.create({
    data: { userId: user.id, userAgent: userAgent.slice(0, USER_AGENT_MAX_CHARS) },
    select: { id: true },
  });
  return { userId: user.id, sessionId: session.id, sessionVersion: user.sessionVersion };
}

/** Ends one session; a copy of its cookie is worth nothing from here on. */
export async function endSession(owner: { userId: string; sessionId: string }): Promise<void> {
  await db.$executeRaw`
    UPDATE "Session" SET "endedAt" = now()
    WHERE id = ${owner.sessionId}::uuid AND "userId" = ${owner.userId}::uuid AND "endedAt" IS NULL`;
}
