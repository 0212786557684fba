import "server-only";
import type { Tx } from "@/lib/server/db";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";

/**
 * Notifies all workspaces of a user whose name or avatar changed. In id order, to prevent deadlocks: each call locks
 * its workspace's row.
 */
export async function announcePerson(tx: Tx, userId: string): Promise<void> {
  const memberships = await tx.membership.findMany({
    where: { userId },
    orderBy: { workspaceId: "asc" },
    select: { workspaceId: true },
  });
  for (const { workspaceId } of memberships) await announceWorkspace(tx, workspaceId);
}
