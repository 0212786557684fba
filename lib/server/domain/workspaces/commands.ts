import "server-only";
import type { z } from "zod";
import type { UserId, WorkspaceId } from "@/lib/contracts/ids";
import type { workspaceUpdateBody, WorkspaceView } from "@/lib/contracts/workspaces";
import type { Actor } from "@/lib/server/auth/actor";
import { inTransaction, type Tx } from "@/lib/server/db";
import { type AuditBy, recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";
import { lockWorkspaceAs, refusePersonal } from "@/lib/server/domain/workspaces/lock";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/events/access";
import type { Workspace } from "@/lib/server/generated/prisma/client";

/** Makes a team workspace that `ownerId` owns. Whoever has an account may; `by` may also be the command line. */
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

/** Renames a workspace or sets what its new threads are. Needs `manage`. */
export async function updateWorkspace(
  actor: Actor,
  workspaceId: WorkspaceId,
  change: z.output<typeof workspaceUpdateBody>,
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
 * Deletes a team workspace with its threads and pictures. Needs `own`, and the name typed as a confirmation
 * (`wrong_confirmation`). While pictures are under way there it gives `workspace_busy`: an answer that is being paid for would
 * have no place to go. Bytes that nothing names any more are the sweep's to remove.
 */
export async function removeWorkspace(
  actor: Actor,
  workspaceId: WorkspaceId,
  typedName: string,
): Promise<void> {
  await inTransaction(async (tx) => {
    const { workspace } = await lockWorkspaceAs(tx, actor, "own", workspaceId);
    refusePersonal(workspace);
    if (typedName.trim() !== workspace.name) {
      throw new AppError("wrong_confirmation", { field: "name" });
    }
    const { id } = workspace;
    // Waits for, and then keeps out, whoever would make a turn here.
    await tx.$queryRaw`SELECT 1 AS locked FROM "Workspace" WHERE id = ${id}::uuid FOR UPDATE`;
    await refuseBusy(tx, id);
    const members = await tx.membership.findMany({ where: { workspaceId: id } });
    await recordAudit(tx, actor, {
      workspaceId: null,
      act: "workspace.deleted",
      target: { kind: "workspace", id, name: workspace.name },
      details: { members: members.length },
    });
    // In this order: a reference holds on to its picture until the turn is gone.
    await tx.thread.deleteMany({ where: { workspaceId: id } });
    await tx.image.deleteMany({ where: { workspaceId: id } });
    await tx.workspace.delete({ where: { id } });
    for (const { userId } of members) await announceAccess(tx, userId);
  });
}

/** Rows are locked too, so that no worker claims one that is about to go. */
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
