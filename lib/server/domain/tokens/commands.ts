import "server-only";
import type { TokenCreateBody, TokenCreated } from "@/lib/contracts/tokens";
import type { TokenScopeName } from "@/lib/contracts/permissions";
import { TOKENS_MAX } from "@/lib/contracts/token-choices";
import { makeToken } from "@/lib/server/auth/access-tokens";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Deps } from "@/lib/server/clock";
import { inTransaction, type Tx } from "@/lib/server/db";
import { type AuditBy, recordAudit } from "@/lib/server/domain/audit/record";
import { ownTokens } from "@/lib/server/domain/tokens/queries";
import { toTokenView, tokenInclude } from "@/lib/server/domain/tokens/view";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/auth/access-changes";

const DAY_MS = 24 * 60 * 60 * 1000;

export type TokenInput = {
  userId: string;
  workspaceId: string;
  name: string;
  scopes: readonly TokenScopeName[];
  /** Null: valid until revoked. */
  expiresAt: Date | null;
};

/**
 * Creates an access token for one workspace of a user. The token is returned only here. Throws `not_found` if the user
 * is not a member of the workspace, `too_many_tokens` above 100.
 */
export async function createToken(
  tx: Tx,
  by: AuditBy,
  input: TokenInput,
  { clock }: Deps,
): Promise<TokenCreated> {
  const { userId, workspaceId, name, expiresAt } = input;
  const membership = await tx.membership.findUnique({
    where: { userId_workspaceId: { userId, workspaceId } },
    select: { userId: true },
  });
  if (membership === null) throw new AppError("not_found");
  const held = await tx.accessToken.count({ where: { userId, revokedAt: null } });
  if (held >= TOKENS_MAX) throw new AppError("too_many_tokens", { details: { max: TOKENS_MAX } });
  const scopes = [...new Set(input.scopes)];
  const { token, tokenHash, ending } = makeToken();
  const row = await tx.accessToken.create({
    data: {
      userId,
      workspaceId,
      name,
      scopes,
      expiresAt,
      tokenHash,
      ending,
      createdAt: clock.now(),
    },
    include: tokenInclude,
  });
  await recordAudit(tx, by, {
    workspaceId,
    act: "token.created",
    target: { kind: "token", id: row.id, name },
    details: { scopes, expiresAt: expiresAt?.toISOString() ?? null },
  });
  return { token, view: toTokenView(row, clock) };
}

/**
 * Revokes a token and has its open streams re-authorized. Throws `not_found` for one that is missing, already revoked
 * or, with `of`, not visible to that actor.
 */
export async function revokeToken(
  tx: Tx,
  by: AuditBy,
  { tokenId, of }: { tokenId: string; of?: Actor },
  { clock }: Deps,
): Promise<void> {
  const [row] = await tx.accessToken.updateManyAndReturn({
    where: { id: tokenId, revokedAt: null, ...(of && ownTokens(of)) },
    data: { revokedAt: clock.now() },
  });
  if (row === undefined) throw new AppError("not_found");
  await recordAudit(tx, by, {
    workspaceId: row.workspaceId,
    act: "token.revoked",
    target: { kind: "token", id: row.id, name: row.name },
  });
  await announceAccess(tx, row.userId);
}

/** Creates one of the actor's own tokens, for a workspace they are a member of. */
export async function createOwnToken(
  actor: Actor,
  body: TokenCreateBody,
  { clock }: Deps,
): Promise<TokenCreated> {
  const { id: workspaceId } = authorizeWorkspace(actor, "read", body.workspaceId);
  const { name, scopes, expiresInDays } = body;
  const expiresAt =
    expiresInDays === null ? null : new Date(clock.now().getTime() + expiresInDays * DAY_MS);
  const input = { userId: actor.userId, workspaceId, name, scopes, expiresAt };
  return inTransaction((tx) => createToken(tx, actor, input, { clock }));
}

export async function revokeOwnToken(
  actor: Actor,
  tokenId: string,
  { clock }: Deps,
): Promise<void> {
  await inTransaction((tx) => revokeToken(tx, actor, { tokenId, of: actor }, { clock }));
}
