import "server-only";
import { z } from "zod";
import { userId, workspaceId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { db, type Tx } from "@/lib/server/db";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/auth/access-changes";
import { Role } from "@/lib/server/generated/prisma/client";

const USER_AGENT_MAX_CHARS = 300;

/** The workspace that a request names. An unknown one is an error if binding; else the personal workspace is used. */
export type WorkspaceChoice = { id: string; isBinding: boolean };

const actorRow = z.object({
  userId,
  sessionId: z.uuid(),
  name: z.string(),
  email: z.string(),
  isInstanceOwner: z.boolean(),
  isStale: z.boolean(),
  memberships: z.array(z.object({ workspaceId, role: z.enum(Role), isPersonal: z.boolean() })),
});

/**
 * The actor of a live session (not ended, not older than the last password change, user not suspended), in one query.
 * @throws AppError `not_found` where a binding choice names a workspace that the person is not a member of
 */
export async function findActor(
  token: SessionToken,
  choice: WorkspaceChoice | null = null,
  address: string | null = null,
): Promise<Actor | null> {
  const rows: unknown[] = await db.$queryRaw`
    SELECT u.id AS "userId", s.id AS "sessionId", u.name, u.email, u."isInstanceOwner",
           s."lastUsedAt" < now() - interval '10 minutes' AS "isStale",
           (SELECT json_agg(json_build_object(
                     'workspaceId', m."workspaceId", 'role', m.role, 'isPersonal', w.kind = 'personal')
                   ORDER BY w.kind = 'personal' DESC, m."createdAt")
            FROM "Membership" m JOIN "Workspace" w ON w.id = m."workspaceId"
            WHERE m."userId" = u.id) AS memberships
    FROM "Session" s
    JOIN "User" u ON u.id = s."userId"
    WHERE s.id = ${token.sessionId}::uuid AND u.id = ${token.userId}::uuid
      AND s."endedAt" IS NULL AND u."sessionVersion" = ${token.sessionVersion}
      AND u."suspendedAt" IS NULL`;
  if (rows.length === 0) return null;
  const { isStale, memberships, ...person } = actorRow.parse(rows[0]);
  const chosen = memberships.find((membership) => membership.workspaceId === choice?.id);
  if (chosen === undefined && choice?.isBinding) throw new AppError("not_found");
  const current = chosen ?? memberships.find((membership) => membership.isPersonal);
  if (current === undefined) return null;
  if (isStale) await markUsed(person.sessionId);
  return {
    ...person,
    address,
    token: null,
    workspaceId: current.workspaceId,
    role: current.role,
    roles: new Map(memberships.map((membership) => [membership.workspaceId, membership.role])),
  };
}

async function markUsed(sessionId: string): Promise<void> {
  await db.$executeRaw`UPDATE "Session" SET "lastUsedAt" = now() WHERE id = ${sessionId}::uuid`;
}

/** Opens a session after a successful authentication; the result goes into the cookie. */
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

/** Ends a session, which invalidates all copies of its cookie. Returns whether there was one to end. */
export async function endSession(
  owner: { userId: string; sessionId: string },
  tx: Tx = db,
): Promise<boolean> {
  const ended = await tx.$executeRaw`
    UPDATE "Session" SET "endedAt" = now()
    WHERE id = ${owner.sessionId}::uuid AND "userId" = ${owner.userId}::uuid AND "endedAt" IS NULL`;
  await announceAccess(tx, owner.userId);
  return ended > 0;
}
