import "server-only";
import { workspaceId, type WorkspaceId } from "@/lib/contracts/ids";
import type { Tx } from "@/lib/server/db";

/** Creates the workspace that every account owns, in the transaction that creates the account. */
export async function createPersonalWorkspace(
  tx: Tx,
  user: { id: string; name: string },
): Promise<WorkspaceId> {
  const workspace = await tx.workspace.create({
    data: {
      name: user.name,
      kind: "personal",
      memberships: { create: { userId: user.id, role: "owner" } },
    },
    select: { id: true },
  });
  return workspaceId.parse(workspace.id);
}
