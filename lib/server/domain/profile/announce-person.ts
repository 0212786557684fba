import "server-only";
import type { Tx } from "@/lib/server/db";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";

/**
 * Tells everybody who shares a workspace with a person that their name or picture is another one. The workspaces in one
 * order for all: each one's row is locked on the way, and two people at once must not wait for each other.
 */
export async function announcePerson(tx: Tx, userId: string): Promise<void> {
  const places = await tx.membership.findMany({
    where: { userId },
    orderBy: { workspaceId: "asc" },
    select: { workspaceId: true },
  });
  for (const { workspaceId } of places) await announceWorkspace(tx, workspaceId);
}
