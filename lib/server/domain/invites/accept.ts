import "server-only";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { inTransaction, type Tx } from "@/lib/server/db";
import { normaliseEmail } from "@/lib/server/domain/accounts/email";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { auditTargetOf } from "@/lib/server/domain/invites/commands";
import { findInvite, type InviteRow } from "@/lib/server/domain/invites/find-invite";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";
import { lockWorkspace, readRole } from "@/lib/server/domain/workspaces/lock";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/auth/access-changes";

/** The person who joins, as the audit log names them. */
export type Guest = Pick<Actor, "userId" | "name" | "email" | "address">;

/**
 * Joins a workspace by an invite. An existing member keeps their role, and the invite is not used up. Throws
 * `invite_void`, and `wrong_invitee` if it is bound to another address.
 */
export function acceptInvite(guest: Guest, token: string): Promise<WorkspaceId> {
  return inTransaction((tx) => joinByInvite(tx, guest, token));
}

/** As `acceptInvite`, inside the caller's transaction, such as the one that creates the account. */
export async function joinByInvite(tx: Tx, guest: Guest, token: string): Promise<WorkspaceId> {
  const { workspaceId } = await findInvite(token, tx);
  await lockWorkspace(tx, workspaceId);
  // Read again under the lock: the inviter may have been demoted or the last use taken meanwhile.
  const invite = await findInvite(token, tx);
  if (invite.email !== null && invite.email !== normaliseEmail(guest.email)) {
    throw new AppError("wrong_invitee");
  }
  if ((await readRole(tx, workspaceId, guest.userId)) !== null) return brandId(workspaceId);
  await consumeUse(tx, invite);
  await tx.membership.create({ data: { userId: guest.userId, workspaceId, role: invite.role } });
  await recordAudit(tx, guest, {
    workspaceId,
    act: "invite.used",
    target: auditTargetOf(invite),
    details: { inviter: invite.createdBy.name },
  });
  await recordAudit(tx, guest, {
    workspaceId,
    act: "member.added",
    target: { kind: "account", id: guest.userId, name: guest.name },
    details: { role: invite.role },
  });
  await announceAccess(tx, guest.userId);
  await announceWorkspace(tx, workspaceId);
  return brandId(workspaceId);
}

/** One conditional UPDATE decides who gets the last use. */
async function consumeUse(tx: Tx, invite: InviteRow): Promise<void> {
  const used = await tx.$executeRaw`
    UPDATE "Invite" SET uses = uses + 1
    WHERE id = ${invite.id}::uuid AND uses < "usesMax" AND "revokedAt" IS NULL AND "expiresAt" > now()`;
  if (used !== 1) throw new AppError("invite_void");
}
