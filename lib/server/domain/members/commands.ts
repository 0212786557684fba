import "server-only";
import type { UserId, WorkspaceId } from "@/lib/contracts/ids";
import { isAtLeast, isPermitted, type RoleName } from "@/lib/contracts/permissions";
import type { Actor } from "@/lib/server/auth/actor";
import { inTransaction, type Tx } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";
import { lockWorkspaceAs, refusePersonal } from "@/lib/server/domain/workspaces/lock";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/auth/access-changes";
import type { Role } from "@/lib/server/generated/prisma/client";

type MemberOf = { workspaceId: WorkspaceId; userId: UserId };

/**
 * Changes a member's role, effective from their next request. Needs `manage`; neither the old nor the new role may be
 * above the actor's own (`forbidden`), and the last owner stays one (`last_owner`). An access token cannot make an
 * owner (`not_for_tokens`): the ownership would outlive it.
 */
export async function changeRole(
  actor: Actor,
  { workspaceId, userId, role }: MemberOf & { role: RoleName },
): Promise<void> {
  await inTransaction(async (tx) => {
    const locked = await lockWorkspaceAs(tx, actor, "manage", workspaceId);
    refusePersonal(locked.workspace);
    const member = await findMember(tx, locked.workspace.id, userId);
    refuseAbove(locked.role, member.role, role);
    if (member.role === role) return;
    if (role === "owner") refuseToken(actor);
    if (role !== "owner") await refuseLastOwner(tx, member);
    await setRole(tx, member, role);
    await recordAudit(tx, actor, {
      workspaceId: locked.workspace.id,
      act: "member.role_changed",
      target: { kind: "account", id: userId, name: member.name },
      details: { from: member.role, to: role },
    });
    await announceChange(tx, locked.workspace.id, [userId]);
  });
}

/**
 * Removes a member with their tokens and open invites in this workspace; their threads stay. Needs `manage`; throws as
 * `changeRole` does.
 */
export async function removeMember(actor: Actor, member: MemberOf): Promise<void> {
  await deleteMembership(actor, "manage", member);
}

/**
 * Leaves a team workspace. Open to every role except the last owner (`last_owner`), who transfers or deletes it first.
 */
export async function leaveWorkspace(actor: Actor, workspaceId: WorkspaceId): Promise<void> {
  await deleteMembership(actor, "read", { workspaceId, userId: actor.userId });
}

/**
 * Makes another member owner and the actor an admin, in one transaction. Needs `own`, and a session (`not_for_tokens`).
 */
export async function handOver(actor: Actor, { workspaceId, userId }: MemberOf): Promise<void> {
  await inTransaction(async (tx) => {
    const { workspace } = await lockWorkspaceAs(tx, actor, "own", workspaceId);
    refusePersonal(workspace);
    const member = await findMember(tx, workspace.id, userId);
    if (userId === actor.userId) throw new AppError("conflict");
    refuseToken(actor);
    await setRole(tx, member, "owner");
    await setRole(tx, { workspaceId: workspace.id, userId: actor.userId }, "admin");
    await recordAudit(tx, actor, {
      workspaceId: workspace.id,
      act: "workspace.handed_over",
      target: { kind: "account", id: userId, name: member.name },
      details: { from: member.role, to: "owner" },
    });
    await announceChange(tx, workspace.id, [userId, actor.userId]);
  });
}

async function deleteMembership(
  actor: Actor,
  permission: "manage" | "read",
  { workspaceId, userId }: MemberOf,
): Promise<void> {
  await inTransaction(async (tx) => {
    const locked = await lockWorkspaceAs(tx, actor, permission, workspaceId);
    refusePersonal(locked.workspace);
    const member = await findMember(tx, locked.workspace.id, userId);
    refuseAbove(locked.role, member.role);
    await refuseLastOwner(tx, member);
    const key = { userId, workspaceId: member.workspaceId };
    await tx.membership.delete({ where: { userId_workspaceId: key } });
    // Revoked rather than left inactive, so that rejoining does not reactivate them.
    const revoked = { revokedAt: new Date() };
    await tx.accessToken.updateMany({ where: { ...key, revokedAt: null }, data: revoked });
    await revokeInvitesAbove(tx, key, null);
    await recordAudit(tx, actor, {
      workspaceId: member.workspaceId,
      act: "member.removed",
      target: { kind: "account", id: userId, name: member.name },
      details: { role: member.role, left: userId === actor.userId },
    });
    await announceChange(tx, member.workspaceId, [userId]);
  });
}

type MemberKey = { workspaceId: string; userId: string };
type MemberRow = MemberKey & { role: Role; name: string };

async function findMember(tx: Tx, workspaceId: string, userId: string): Promise<MemberRow> {
  const row = await tx.membership.findUnique({
    where: { userId_workspaceId: { userId, workspaceId } },
    select: { role: true, user: { select: { name: true } } },
  });
  if (row === null) throw new AppError("not_found");
  return { workspaceId, userId, role: row.role, name: row.user.name };
}

/** Nobody may act on, or give, a role above their own. */
function refuseAbove(own: Role, ...roles: RoleName[]): void {
  if (roles.some((role) => !isAtLeast(own, role))) throw new AppError("forbidden");
}

function refuseToken({ token }: Actor): void {
  if (token !== null) throw new AppError("not_for_tokens", { field: "role" });
}

async function refuseLastOwner(tx: Tx, member: MemberRow): Promise<void> {
  if (member.role !== "owner") return;
  const { workspaceId } = member;
  const owners = await tx.membership.count({ where: { workspaceId, role: "owner" } });
  if (owners <= 1) throw new AppError("last_owner");
}

/** Sets the role, and revokes invites to roles that the member may no longer give. */
async function setRole(tx: Tx, member: MemberKey, role: RoleName): Promise<void> {
  const { userId, workspaceId } = member;
  await tx.membership.update({
    where: { userId_workspaceId: { userId, workspaceId } },
    data: { role },
  });
  await revokeInvitesAbove(tx, member, role);
}

/** `findInvite` checks the inviter's role too; revoking also removes the invites from the list. */
async function revokeInvitesAbove(
  tx: Tx,
  { userId, workspaceId }: MemberKey,
  role: RoleName | null,
): Promise<void> {
  const open = await tx.invite.findMany({
    where: { createdById: userId, workspaceId, revokedAt: null },
    select: { id: true, role: true },
  });
  const isVoid = (given: Role) =>
    role === null || !isPermitted(role, "manage") || !isAtLeast(role, given);
  const ids = open.filter((invite) => isVoid(invite.role)).map(({ id }) => id);
  await tx.invite.updateMany({ where: { id: { in: ids } }, data: { revokedAt: new Date() } });
}

/** Has the members' open streams re-authorized, and everyone's member list refreshed. */
async function announceChange(tx: Tx, workspaceId: string, userIds: string[]): Promise<void> {
  for (const userId of userIds) await announceAccess(tx, userId);
  await announceWorkspace(tx, workspaceId);
}
