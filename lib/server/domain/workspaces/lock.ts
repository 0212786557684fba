import "server-only";
import type { Permission } from "@/lib/contracts/permissions";
import { isPermitted } from "@/lib/contracts/permissions";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Tx } from "@/lib/server/db";
import { AppError } from "@/lib/server/errors";
import type { Role, Workspace } from "@/lib/server/generated/prisma/client";

/** A workspace whose memberships are locked until the transaction ends, and the actor's role as of now. */
export type LockedWorkspace = { workspace: Workspace; role: Role };

/**
 * Locks a workspace for a change of memberships or invites. Such changes are serialised, so that rules over several
 * rows ("at least one owner") hold for concurrent requests; the actor's role is read under the lock, since it may have
 * changed since the request was authorized.
 * @throws AppError `not_found` if the actor is not a member, `forbidden` without `permission`
 */
export async function lockWorkspaceAs(
  tx: Tx,
  actor: Actor,
  permission: Permission,
  workspaceId: WorkspaceId,
): Promise<LockedWorkspace> {
  const { id } = authorizeWorkspace(actor, permission, workspaceId);
  const workspace = await lockWorkspace(tx, id);
  const role = await readRole(tx, id, actor.userId);
  if (workspace === null || role === null) throw new AppError("not_found");
  if (!isPermitted(role, permission)) throw new AppError("forbidden");
  return { workspace, role };
}

/**
 * Locks a workspace; null if it is gone. The same lock as for event numbers, so that publishing afterwards never waits.
 */
export async function lockWorkspace(tx: Tx, id: string): Promise<Workspace | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM "Workspace" WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return tx.workspace.findUnique({ where: { id } });
}

/** A user's current role in a workspace; null if they are not a member. */
export async function readRole(tx: Tx, workspaceId: string, userId: string): Promise<Role | null> {
  const membership = await tx.membership.findUnique({
    where: { userId_workspaceId: { userId, workspaceId } },
    select: { role: true },
  });
  return membership?.role ?? null;
}

/** A personal workspace belongs to one person: no other members, and deleted with the account. */
export function refusePersonal(workspace: Workspace): void {
  if (workspace.kind === "personal") throw new AppError("personal_workspace");
}
