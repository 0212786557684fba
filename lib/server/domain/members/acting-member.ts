import "server-only";
import type { Actor } from "@/lib/server/auth/actor";
import type { Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";

/**
 * The person who started a task, with their current role, for what it does on their behalf; null if they have left the
 * workspace or are suspended.
 */
export async function findActingMember(
  tx: Tx,
  { createdById, workspaceId }: { createdById: string; workspaceId: string },
): Promise<Actor | null> {
  const membership = await tx.membership.findFirst({
    where: { userId: createdById, workspaceId, user: { suspendedAt: null } },
    include: { user: { select: { name: true, email: true } } },
  });
  if (membership === null) return null;
  const { role, user } = membership;
  return {
    userId: brandId(createdById),
    name: user.name,
    email: user.email,
    isInstanceOwner: false,
    sessionId: null,
    token: null,
    workspaceId: brandId(workspaceId),
    role,
    roles: new Map([[brandId(workspaceId), role]]),
    address: null,
  };
}
