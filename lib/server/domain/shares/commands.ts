import "server-only";
import type { ShareId } from "@/lib/contracts/ids";
import { PRESET_RIGHTS } from "@/lib/contracts/share-choices";
import type { ShareUpdateBody, ShareView } from "@/lib/contracts/shares";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { hashPassword } from "@/lib/server/auth/passwords";
import { type ShareRow, sightOfCreator, standingInclude } from "@/lib/server/auth/share-standing";
import { makeShareToken } from "@/lib/server/auth/share-tokens";
import { inTransaction, type Tx } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { announceShares } from "@/lib/server/domain/shares/announce";
import { readContents } from "@/lib/server/domain/shares/contents";
import type { ShareDeps } from "@/lib/server/domain/shares/create";
import { chooseExpiry, readPolicyFor, refuseBlocked } from "@/lib/server/domain/shares/policy";
import { authorizeShare } from "@/lib/server/domain/shares/queries";
import { toShareView } from "@/lib/server/domain/shares/views";
import { AppError } from "@/lib/server/errors";
import type { AuditAct } from "@/lib/contracts/audit";
import { Prisma } from "@/lib/server/generated/prisma/client";

type Change = ShareUpdateBody & { shareId: ShareId };

/**
 * Changes a share; visitors see it on their next request. For its creator and those who `manage` the workspace. Throws
 * `not_found`, `conflict` for a revoked one, and `share_not_allowed`.
 */
export async function updateShare(
  actor: Actor,
  { shareId, ...change }: Change,
  deps: ShareDeps,
): Promise<ShareView> {
  const { password } = change;
  const passwordHash = typeof password === "string" ? await hashPassword(password) : password;
  const now = deps.clock.now();
  return changeShare(actor, shareId, deps, "share.changed", async (tx, row) => {
    const policy = await readPolicyFor(tx, row.workspaceId, row.createdById);
    const audience = change.audience ?? row.audience;
    const hash = passwordHash === undefined ? row.passwordHash : passwordHash;
    refuseBlocked(policy, { audience, hasPassword: hash !== null });
    const { preset, shows = {} } = change;
    const rights = preset === undefined ? undefined : PRESET_RIGHTS[preset];
    return {
      preset,
      audience,
      downloads: change.downloads ?? rights?.downloads,
      isContinueAllowed: change.mayContinue ?? rights?.mayContinue,
      showsPrompts: shows.prompts,
      showsReferences: shows.references,
      showsSettings: shows.settings,
      showsNames: shows.names,
      isReviewHeld: change.reviewHold,
      ...(passwordHash !== undefined && { passwordHash, passwordVersion: { increment: 1 } }),
      ...(change.expiresAt !== undefined && {
        expiresAt: chooseExpiry(policy, change.expiresAt, now),
        termFrom: now,
      }),
      ...(change.mode === "live" && { snapshot: Prisma.DbNull, snapshotAt: null }),
      ...(change.mode === "snapshot" &&
        row.snapshot === null && { snapshot: await readSnapshot(tx, row), snapshotAt: now }),
    };
  });
}

/** Shows the present state of the target, and keeps it. Throws as `updateShare`, and `conflict` if the target is gone. */
export async function updateSnapshot(
  actor: Actor,
  shareId: ShareId,
  deps: ShareDeps,
): Promise<ShareView> {
  return changeShare(actor, shareId, deps, "share.changed", async (tx, row) => ({
    snapshot: await readSnapshot(tx, row),
    snapshotAt: deps.clock.now(),
  }));
}

/** Gives a share a new address with the same settings; the old one ends. Throws as `updateShare`. */
export async function renewAddress(
  actor: Actor,
  shareId: ShareId,
  deps: ShareDeps,
): Promise<ShareView> {
  return changeShare(actor, shareId, deps, "share.changed", async (_tx, row) => {
    if (row.kind === "addresses") throw new AppError("conflict");
    return makeShareToken(row.id, row.workspaceId).columns;
  });
}

/** Ends a share for good. Revoking a revoked one changes nothing. Throws `not_found`. */
export async function revokeShare(
  actor: Actor,
  shareId: ShareId,
  { clock }: Pick<ShareDeps, "clock">,
): Promise<{ ok: true }> {
  return inTransaction(async (tx) => {
    const row = await authorizeShare(actor, shareId, tx);
    const { count } = await tx.share.updateMany({
      where: { id: row.id, revokedAt: null },
      data: { revokedAt: clock.now() },
    });
    if (count > 0) {
      await noteAct(tx, actor, row, "share.revoked");
      await announceShares(tx, row.workspaceId);
    }
    return { ok: true };
  });
}

/** Revokes all of the actor's shares in the current workspace; returns how many. */
export async function revokeAllShares(
  actor: Actor,
  { clock }: Pick<ShareDeps, "clock">,
): Promise<{ count: number }> {
  const { id: workspaceId } = authorizeWorkspace(actor, "read");
  return inTransaction(async (tx) => {
    const rows = await tx.share.updateManyAndReturn({
      where: { workspaceId, createdById: actor.userId, revokedAt: null },
      data: { revokedAt: clock.now() },
      select: { id: true, workspaceId: true, kind: true },
    });
    for (const row of rows) await noteAct(tx, actor, row, "share.revoked");
    if (rows.length > 0) await announceShares(tx, workspaceId);
    return { count: rows.length };
  });
}

/** Locks a share that is not revoked, changes it, and records and publishes that. */
async function changeShare(
  actor: Actor,
  shareId: ShareId,
  deps: ShareDeps,
  act: AuditAct,
  choose: (tx: Tx, row: ShareRow) => Promise<Prisma.ShareUpdateInput>,
): Promise<ShareView> {
  return inTransaction(async (tx) => {
    const { id } = await authorizeShare(actor, shareId, tx);
    await tx.$queryRaw`SELECT 1 AS locked FROM "Share" WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    const row = await authorizeShare(actor, shareId, tx);
    if (row.revokedAt !== null) throw new AppError("conflict");
    const data = await choose(tx, row);
    const changed = await tx.share.update({
      where: { id },
      data,
      include: standingInclude,
    });
    await noteAct(tx, actor, row, act);
    await announceShares(tx, row.workspaceId);
    return toShareView(actor, changed, deps, tx);
  });
}

/** The target as its creator sees it now. */
async function readSnapshot(tx: Tx, row: ShareRow): Promise<Prisma.InputJsonObject> {
  const contents = await readContents(tx, row, sightOfCreator(row));
  if (contents === null) throw new AppError("conflict");
  return contents;
}

async function noteAct(
  tx: Tx,
  actor: Actor,
  { id, workspaceId, kind }: Pick<ShareRow, "id" | "workspaceId" | "kind">,
  act: AuditAct,
): Promise<void> {
  await recordAudit(tx, actor, {
    workspaceId,
    act,
    target: { kind: "share", id, name: id.slice(-8) },
    details: { shared: kind },
  });
}
