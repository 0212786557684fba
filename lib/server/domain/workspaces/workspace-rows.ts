import "server-only";
import type { Tx } from "@/lib/server/db";

/** Deletes a workspace with all its content. */
export async function deleteWorkspaceRows(tx: Tx, workspaceId: string): Promise<void> {
  // The order matters: a reference restricts deleting its image until the turn is gone.
  await tx.thread.deleteMany({ where: { workspaceId } });
  await tx.image.deleteMany({ where: { workspaceId } });
  await tx.imageCount.deleteMany({ where: { workspaceId } });
  await tx.stackCount.deleteMany({ where: { workspaceId } });
  await tx.workspace.delete({ where: { id: workspaceId } });
}
