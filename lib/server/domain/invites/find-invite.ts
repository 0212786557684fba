import "server-only";
import { isAtLeast, isPermitted } from "@/lib/contracts/permissions";
import { withLivingToken } from "@/lib/server/auth/access-tokens";
import { db, type Tx } from "@/lib/server/db";
import { readInviteToken } from "@/lib/server/domain/invites/token";
import { AppError } from "@/lib/server/errors";
import type { Prisma } from "@/lib/server/generated/prisma/client";

const include = {
  workspace: { select: { id: true, name: true } },
  createdBy: { select: { id: true, name: true, suspendedAt: true } },
} satisfies Prisma.InviteInclude;
export type InviteRow = Prisma.InviteGetPayload<{ include: typeof include }>;

/**
 * The invite of a token if it is valid now: known, not revoked, expired or used up, and its inviter (and the access
 * token that created it) may still give that role. Throws `invite_void` for every reason alike, to reveal nothing to
 * someone who guesses.
 */
export async function findInvite(token: string, tx: Tx = db): Promise<InviteRow> {
  const invite = await tx.invite.findFirst({
    where: {
      tokenHash: readInviteToken(token).tokenHash,
      revokedAt: null,
      expiresAt: { gt: new Date() },
      uses: { lt: tx.invite.fields.usesMax },
      ...withLivingToken(),
    },
    include,
  });
  if (invite === null || !(await mayStillInvite(tx, invite))) throw new AppError("invite_void");
  return invite;
}

/** A demoted, removed or suspended inviter's invites are void. */
async function mayStillInvite(tx: Tx, invite: InviteRow): Promise<boolean> {
  const { workspaceId, createdById: userId, createdBy, role } = invite;
  const membership = await tx.membership.findUnique({
    where: { userId_workspaceId: { userId, workspaceId } },
    select: { role: true },
  });
  return (
    membership !== null &&
    createdBy.suspendedAt === null &&
    isPermitted(membership.role, "manage") &&
    isAtLeast(membership.role, role)
  );
}
