import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { userId, workspaceId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { type Prisma, Role, TokenScope } from "@/lib/server/generated/prisma/client";

/** So that a leaked one is recognised by scanners, and by whoever finds it. */
const PREFIX = "pnt_";
const ENDING_CHARS = 4;
const SHAPE = /^Bearer (pnt_[\w-]{43})$/i;

export type NewToken = { token: string; tokenHash: string; ending: string };

/** A proxy in front may ask for a password of its own (`Basic`): that is no token, and the cookie counts as ever. */
export function isBearer(authorization: string | null): authorization is string {
  return authorization !== null && /^Bearer /i.test(authorization);
}

/** 256 random bits; the hash is what is stored, and needs no salt since nobody can guess the words. */
export function makeToken(): NewToken {
  const token = `${PREFIX}${randomBytes(32).toString("base64url")}`;
  return { token, tokenHash: hashToken(token), ending: token.slice(-ENDING_CHARS) };
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

const tokenRow = z.object({
  tokenId: z.uuid(),
  scopes: z.array(z.enum(TokenScope)),
  userId,
  name: z.string(),
  email: z.string(),
  isInstanceOwner: z.boolean(),
  isPersonal: z.boolean(),
  workspaceId,
  role: z.enum(Role),
  isStale: z.boolean(),
});

/**
 * Whoever an `Authorization` header stands for; null for anything but a token of ours that is good: not revoked, not run
 * out, of a person who is not suspended and is still a member of its workspace. One query.
 */
export async function findTokenActor(
  authorization: string,
  address: string | null,
): Promise<Actor | null> {
  const token = SHAPE.exec(authorization.trim())?.[1];
  if (token === undefined) return null;
  const rows: unknown[] = await db.$queryRaw`
    SELECT t.id AS "tokenId", array_to_json(t.scopes) AS scopes, u.id AS "userId", u.name, u.email,
           u."isInstanceOwner", w.kind = 'personal' AS "isPersonal", m."workspaceId", m.role::text AS role,
           coalesce(t."lastUsedAt" < now() - interval '1 minute', true) AS "isStale"
    FROM "AccessToken" t
    JOIN "User" u ON u.id = t."userId"
    JOIN "Membership" m ON m."userId" = u.id AND m."workspaceId" = t."workspaceId"
    JOIN "Workspace" w ON w.id = m."workspaceId"
    WHERE t."tokenHash" = ${hashToken(token)} AND t."revokedAt" IS NULL
      AND (t."expiresAt" IS NULL OR t."expiresAt" > now()) AND u."suspendedAt" IS NULL`;
  if (rows.length === 0) return null;
  const { tokenId, scopes, isStale, isPersonal, ...person } = tokenRow.parse(rows[0]);
  if (isStale) {
    await db.$executeRaw`UPDATE "AccessToken" SET "lastUsedAt" = now() WHERE id = ${tokenId}::uuid`;
  }
  return {
    ...person,
    isInstanceOwner: person.isInstanceOwner && isPersonal,
    address,
    sessionId: null,
    token: { id: tokenId, scopes, isPersonal },
    roles: new Map([[person.workspaceId, person.role]]),
  };
}

/** Of invites: made by a person, or by an access token that is still good. */
export function withLivingToken() {
  return {
    OR: [
      { tokenId: null },
      {
        token: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
      },
    ],
  } satisfies Prisma.InviteWhereInput;
}
