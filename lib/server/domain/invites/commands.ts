import "server-only";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { isAtLeast, type RoleName } from "@/lib/contracts/permissions";
import type { InviteCreateBody, InviteMade } from "@/lib/contracts/workspaces";
import { hashToken } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import { countAttempts } from "@/lib/server/auth/throttle";
import type { Deps } from "@/lib/server/clock";
import { inTransaction, type Tx } from "@/lib/server/db";
import { normaliseEmail } from "@/lib/server/domain/accounts/email";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { inviteInclude, toInvite } from "@/lib/server/domain/invites/queries";
import { mailedForm, makeInviteToken } from "@/lib/server/domain/invites/token";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";
import { lockWorkspaceAs, refusePersonal } from "@/lib/server/domain/workspaces/lock";
import { getEnv } from "@/lib/server/env";
import { AppError } from "@/lib/server/errors";
import type { Invite } from "@/lib/server/generated/prisma/client";
import { sendLater, sendMail } from "@/lib/server/mail/send";
import { isMailConfigured } from "@/lib/server/mail/transport";

const HOUR_MS = 3_600_000;

/**
 * Creates an invite, and mails it if it is bound to an address and mail is configured. The token is returned only here.
 * Needs `manage` and a role not above the actor's own (`forbidden`); personal workspaces take no invites.
 * An access token cannot invite an owner (`not_for_tokens`) nor create an invite that outlives it (`invalid_field`);
 * its invites become void when it ends.
 */
export async function createInvite(
  actor: Actor,
  { workspaceId, ...body }: InviteCreateBody & { workspaceId: WorkspaceId },
  { clock }: Deps,
): Promise<InviteMade> {
  const email = body.email === null ? null : normaliseEmail(body.email);
  if (email !== null && body.usesMax !== 1)
    throw new AppError("invalid_field", { field: "usesMax" });
  const isMailSent = email !== null && isMailConfigured();
  if (isMailSent) await countAttempts([{ limit: "invite mail", key: actor.userId }]);
  const token = makeInviteToken();
  const { row, workspaceName } = await inTransaction(async (tx) => {
    const { workspace, role } = await lockWorkspaceAs(tx, actor, "manage", workspaceId);
    refusePersonal(workspace);
    if (!isAtLeast(role, body.role)) throw new AppError("forbidden");
    const expiresAt = new Date(clock.now().getTime() + body.hours * HOUR_MS);
    if (actor.token !== null) await refuseBeyondToken(tx, actor.token.id, body.role, expiresAt);
    const created = await tx.invite.create({
      data: {
        workspaceId: workspace.id,
        role: body.role,
        email,
        tokenHash: hashToken(token),
        usesMax: body.usesMax,
        createdById: actor.userId,
        tokenId: actor.token?.id ?? null,
        expiresAt,
      },
      include: inviteInclude,
    });
    await recordAudit(tx, actor, {
      workspaceId: workspace.id,
      act: "invite.created",
      target: auditTargetOf(created),
      details: { role: created.role, usesMax: created.usesMax, hours: body.hours },
    });
    await announceWorkspace(tx, workspace.id);
    return { row: created, workspaceName: workspace.name };
  });
  if (isMailSent) {
    const url = `${getEnv().PENTIMENTO_URL}/invite#${mailedForm(token)}`;
    const data = { url, inviter: actor.name, workspace: workspaceName, hours: body.hours };
    sendLater(() => sendMail("invite", { address: email, language: null }, data));
  }
  return { invite: toInvite(row), token, isMailSent };
}

async function refuseBeyondToken(
  tx: Tx,
  tokenId: string,
  role: RoleName,
  expiresAt: Date,
): Promise<void> {
  // The ownership would outlive the token.
  if (role === "owner") throw new AppError("not_for_tokens", { field: "role" });
  const token = await tx.accessToken.findUniqueOrThrow({
    where: { id: tokenId },
    select: { expiresAt: true },
  });
  if (token.expiresAt === null || expiresAt <= token.expiresAt) return;
  const detail = `The invite must end before the access token that makes it, at ${token.expiresAt.toISOString()}`;
  throw new AppError("invalid_field", { field: "hours", detail });
}

/** Revokes an invite. A used-up or expired one counts as missing. Needs `manage`. */
export async function revokeInvite(
  actor: Actor,
  { workspaceId, inviteId }: { workspaceId: WorkspaceId; inviteId: string },
): Promise<void> {
  await inTransaction(async (tx) => {
    const { workspace } = await lockWorkspaceAs(tx, actor, "manage", workspaceId);
    const invite = await tx.invite.findFirst({
      where: { id: inviteId, workspaceId: workspace.id, revokedAt: null },
    });
    if (invite === null) throw new AppError("not_found");
    await tx.invite.update({ where: { id: invite.id }, data: { revokedAt: new Date() } });
    await recordAudit(tx, actor, {
      workspaceId: workspace.id,
      act: "invite.revoked",
      target: auditTargetOf(invite),
    });
    await announceWorkspace(tx, workspace.id);
  });
}

/** An invite's name in the audit log: its address, or part of its id if anyone may use it. */
export function auditTargetOf(invite: Pick<Invite, "id" | "email">) {
  return { kind: "invite", id: invite.id, name: invite.email ?? invite.id.slice(-8) } as const;
}
