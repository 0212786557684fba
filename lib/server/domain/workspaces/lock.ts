import "server-only";
import type { Permission } from "@/lib/contracts/permissions";
import { isPermitted } from "@/lib/contracts/permissions";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Tx } from "@/lib/server/db";
import { AppError } from "@/lib/server/errors";
import type { Role, Workspace } from "@/lib/server/generated/prisma/client";

/** A workspace whose memberships nobody else changes until the transaction ends, and the actor's role as it is now. */
export type LockedWorkspace = { workspace: Workspace; role: Role };

/**
 * Locks a workspace for a change of its memberships or invites. Such changes pass one at a time, so a rule over several
 * rows ("one owner stays") holds for two people who act at once; and the actor's role is read under the lock, since it may
 * have changed after the request came in.
 * @throws AppError `not_found` for one that the actor is not a member of, `forbidden` below `permission`
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

/** The lock alone; null if the workspace is gone. The same lock as that of the event numbers, so neither waits for the other twice. */
export async function lockWorkspace(tx: Tx, id: string): Promise<Workspace | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM "Workspace" WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return tx.workspace.findUnique({ where: { id } });
}

/** What a person is in a workspace now; null for whoever is no member. */
export async function readRole(tx: Tx, workspaceId: string, userId: string): Promise<Role | null> {
  const membership = await tx.membership.findUnique({
    where: { userId_workspaceId: { userId, workspaceId } },
    select: { role: true },
  });
  return membership?.role ?? null;
}

/** A personal workspace is one person's: it has no guests, and goes with the account. */
export function refusePersonal(workspace: Workspace): void {
  if (workspace.kind === "personal") throw new AppError("personal_workspace");
}
