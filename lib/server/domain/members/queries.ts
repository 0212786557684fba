import "server-only";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { isPermitted } from "@/lib/contracts/permissions";
import type { Member } from "@/lib/contracts/workspaces";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";

/** A workspace's members, highest role first, then by joining date. E-mail addresses only for those with `manage`. */
export async function listMembers(actor: Actor, workspaceId: WorkspaceId): Promise<Member[]> {
  const { id, role } = authorizeWorkspace(actor, "read", workspaceId);
  const rows = await db.membership.findMany({
    where: { workspaceId: id },
    // The enum's order, which starts with owner.
    orderBy: [{ role: "asc" }, { createdAt: "asc" }],
    include: { user: { select: { name: true, email: true } } },
  });
  const mayManage = isPermitted(role, "manage");
  return rows.map((row) => ({
    userId: brandId(row.userId),
    name: row.user.name,
    email: mayManage || row.userId === actor.userId ? row.user.email : null,
    role: row.role,
    joinedAt: row.createdAt.toISOString(),
  }));
}
