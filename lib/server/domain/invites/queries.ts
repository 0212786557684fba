import "server-only";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { Invite, InviteList, InviteOffer } from "@/lib/contracts/workspaces";
import { withLivingToken } from "@/lib/server/auth/access-tokens";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { findInvite } from "@/lib/server/domain/invites/find-invite";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { isMailConfigured } from "@/lib/server/mail/transport";

export const inviteInclude = {
  createdBy: { select: { id: true, name: true } },
} satisfies Prisma.InviteInclude;

/** A workspace's valid invites, newest first. Needs `manage`. */
export async function listInvites(actor: Actor, workspaceId: WorkspaceId): Promise<InviteList> {
  const { id } = authorizeWorkspace(actor, "manage", workspaceId);
  const rows = await db.invite.findMany({
    where: {
      workspaceId: id,
      revokedAt: null,
      expiresAt: { gt: new Date() },
      uses: { lt: db.invite.fields.usesMax },
      ...withLivingToken(),
    },
    orderBy: { createdAt: "desc" },
    include: inviteInclude,
  });
  return { invites: rows.map(toInvite), isMailSent: isMailConfigured() };
}

/** What an invite offers, for anyone who has its token. Throws `invite_void`. */
export async function lookAtInvite(token: string): Promise<InviteOffer> {
  const invite = await findInvite(token);
  return {
    workspaceName: invite.workspace.name,
    role: invite.role,
    inviterName: invite.createdBy.name,
    email: invite.email,
    expiresAt: invite.expiresAt.toISOString(),
  };
}

export function toInvite(row: Prisma.InviteGetPayload<{ include: typeof inviteInclude }>): Invite {
  const { id, role, email, uses, usesMax, createdBy } = row;
  return {
    id,
    role,
    email,
    uses,
    usesMax,
    inviter: { id: brandId(createdBy.id), name: createdBy.name },
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
