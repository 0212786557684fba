import "server-only";
import type { z } from "zod";
import type { UserId, WorkspaceId } from "@/lib/contracts/ids";
import type { workspaceUpdateBody, WorkspaceView } from "@/lib/contracts/workspaces";
import type { Actor } from "@/lib/server/auth/actor";
import { inTransaction, type Tx } from "@/lib/server/db";
import { type AuditBy, recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";
import { deleteWorkspaceRows } from "@/lib/server/domain/workspaces/workspace-rows";
import { lockWorkspaceAs, refusePersonal } from "@/lib/server/domain/workspaces/lock";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/auth/access-changes";
import type { Workspace } from "@/lib/server/generated/prisma/client";

/** Creates a team workspace owned by `ownerId`. Open to every account; `by` may be the command line. */
export async function createWorkspace(
  tx: Tx,
  by: AuditBy,
  { name, ownerId }: { name: string; ownerId: UserId },
): Promise<WorkspaceView> {
  const workspace = await tx.workspace.create({
    data: { name, kind: "team", memberships: { create: { userId: ownerId, role: "owner" } } },
  });
  await recordAudit(tx, by, {
    workspaceId: workspace.id,
    act: "workspace.created",
    target: { kind: "workspace", id: workspace.id, name },
  });
  await announceAccess(tx, ownerId);
  return toWorkspaceView(workspace);
}

/** Renames a workspace or sets the default visibility of new threads. Needs `manage`. */
export async function updateWorkspace(
  actor: Actor,
  { workspaceId, ...change }: z.output<typeof workspaceUpdateBody> & { workspaceId: WorkspaceId },
): Promise<WorkspaceView> {
  return inTransaction(async (tx) => {
    const { workspace } = await lockWorkspaceAs(tx, actor, "manage", workspaceId);
    if (change.defaultVisibility === "workspace") refusePersonal(workspace);
    const changed = await tx.workspace.update({ where: { id: workspace.id }, data: change });
    await recordAudit(tx, actor, {
      workspaceId: workspace.id,
      act: "workspace.changed",
      target: { kind: "workspace", id: workspace.id, name: changed.name },
      details: {
        ...(changed.name !== workspace.name && { nameFrom: workspace.name, nameTo: changed.name }),
        ...(changed.defaultVisibility !== workspace.defaultVisibility && {
          from: workspace.defaultVisibility,
          to: changed.defaultVisibility,
        }),
      },
    });
    await announceWorkspace(tx, workspace.id);
    return toWorkspaceView(changed);
  });
}

/**
 * Deletes a team workspace with its threads and images; `sweepBlobs` removes unreferenced bytes later. Needs `own`, and
 * the typed name as confirmation (`wrong_confirmation`). Throws `workspace_busy` while calls are in flight, since their
 * paid results could not be stored.
 */
export async function removeWorkspace(
  actor: Actor,
  { workspaceId, typedName }: { workspaceId: WorkspaceId; typedName: string },
): Promise<void> {
  await inTransaction(async (tx) => {
    const { workspace } = await lockWorkspaceAs(tx, actor, "own", workspaceId);
    refusePersonal(workspace);
    if (typedName.trim() !== workspace.name) {
      throw new AppError("wrong_confirmation", { field: "name" });
    }
    const { id } = workspace;
    // Waits for concurrent turns in this workspace, then blocks new ones.
    await tx.$queryRaw`SELECT 1 AS locked FROM "Workspace" WHERE id = ${id}::uuid FOR UPDATE`;
    await refuseBusy(tx, id);
    const members = await tx.membership.findMany({ where: { workspaceId: id } });
    await recordAudit(tx, actor, {
      workspaceId: null,
      act: "workspace.deleted",
      target: { kind: "workspace", id, name: workspace.name },
      details: { members: members.length },
    });
    await deleteWorkspaceRows(tx, id);
    for (const { userId } of members) await announceAccess(tx, userId);
  });
}

/** Locks the rows too, so that no worker claims one that is about to be deleted. */
async function refuseBusy(tx: Tx, workspaceId: string): Promise<void> {
  const open = await tx.$queryRaw<{ state: string }[]>`
    SELECT state::text FROM "Generation"
    WHERE "workspaceId" = ${workspaceId}::uuid
      AND state IN ('queued', 'claimed', 'sent', 'received') ORDER BY id FOR UPDATE`;
  if (open.some(({ state }) => state !== "queued")) throw new AppError("workspace_busy");
}

function toWorkspaceView(workspace: Workspace): WorkspaceView {
  const { id, name, kind, defaultVisibility } = workspace;
  return { id: brandId(id), name, kind, defaultVisibility };
}
