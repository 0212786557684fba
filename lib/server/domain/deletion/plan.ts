import "server-only";
import type { DeletionPlan, WorkspaceFate } from "@/lib/contracts/account-deletion";
import { isPermitted } from "@/lib/contracts/permissions";
import type { Actor } from "@/lib/server/auth/actor";
import { db, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import type { Role } from "@/lib/server/generated/prisma/client";

/** What deleting the actor's account would do, and which choices it needs. */
export async function loadDeletionPlan(actor: Actor, tx: Tx = db): Promise<DeletionPlan> {
  const { userId } = actor;
  const user = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { email: true, passwordHash: true, isInstanceOwner: true },
  });
  const memberships = await tx.membership.findMany({
    where: { userId },
    orderBy: { createdAt: "asc" },
    include: {
      workspace: {
        include: { memberships: { include: { user: { select: { id: true, name: true } } } } },
      },
    },
  });
  const personalMemberships = memberships.filter(({ workspace }) => workspace.kind === "personal");
  const personalIds = personalMemberships.map(({ workspaceId }) => workspaceId);
  const counts = await tx.thread.groupBy({
    by: ["workspaceId", "visibility"],
    where: { createdById: userId, deletedAt: null },
    _count: true,
  });
  const countOf = (id: string, visibility: "private" | "workspace") =>
    counts.find((it) => it.workspaceId === id && it.visibility === visibility)?._count ?? 0;
  return {
    email: user.email,
    hasPassword: user.passwordHash !== null,
    isLastInstanceOwner: user.isInstanceOwner && !(await hasOtherInstanceOwner(tx, userId)),
    personal: {
      threads: await tx.thread.count({
        where: { workspaceId: { in: personalIds }, deletedAt: null },
      }),
      images: await tx.image.count({
        where: { workspaceId: { in: personalIds }, deletedAt: null },
      }),
    },
    workspaces: memberships
      .filter(({ workspace }) => workspace.kind === "team")
      .map(({ role, workspace }): WorkspaceFate => {
        const others = workspace.memberships.filter((it) => it.userId !== userId);
        return {
          id: brandId(workspace.id),
          name: workspace.name,
          fate: fateOf(
            role,
            others.map((it) => it.role),
          ),
          privateThreads: countOf(workspace.id, "private"),
          visibleThreads: countOf(workspace.id, "workspace"),
          heirs: others
            .filter((it) => isPermitted(it.role, "write"))
            .map((it) => ({ userId: brandId(it.user.id), name: it.user.name })),
        };
      }),
  };
}

/** An owner may leave only if another owner, or no other member, stays. */
export function fateOf(role: Role, others: readonly Role[]): WorkspaceFate["fate"] {
  if (others.length === 0) return "goes";
  return role === "owner" && !others.includes("owner") ? "hand_over_first" : "choose";
}

async function hasOtherInstanceOwner(tx: Tx, userId: string): Promise<boolean> {
  const other = await tx.user.findFirst({
    where: { isInstanceOwner: true, suspendedAt: null, id: { not: userId } },
    select: { id: true },
  });
  return other !== null;
}
