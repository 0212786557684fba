import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { userId, workspaceId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { type Prisma, Role, TokenScope } from "@/lib/server/generated/prisma/client";

/** A fixed prefix lets secret scanners recognise a leaked token. */
const PREFIX = "pnt_";
const ENDING_CHARS = 4;
const SHAPE = /^Bearer (pnt_[\w-]{43})$/i;

export type NewToken = { token: string; tokenHash: string; ending: string };

/** True for a `Bearer` header only. `Basic` belongs to a proxy in front of us, and the cookie still counts. */
export function isBearer(authorization: string | null): authorization is string {
  return authorization !== null && /^Bearer /i.test(authorization);
}

/** 256 random bits. Only the hash is stored; it needs no salt, as the token cannot be guessed. */
export function makeToken(): NewToken {
  const token = `${PREFIX}${randomBytes(32).toString("base64url")}`;
  return { token, tokenHash: hashToken(token), ending: token.slice(-ENDING_CHARS) };
}

/** SHA-256 as base64url: what the database stores of a token. */
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
 * The actor of an `Authorization` header, in one query. Null unless it carries one of our tokens that is neither
 * revoked nor expired, whose user is not suspended and still a member of the token's workspace.
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

/** Filters invites: created by a person, or by an access token that is still valid. */
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
