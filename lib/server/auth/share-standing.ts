import "server-only";
import type { UserId, WorkspaceId } from "@/lib/contracts/ids";
import { isPermitted } from "@/lib/contracts/permissions";
import type { Sight } from "@/lib/server/auth/actor";
import type { Prisma, Role } from "@/lib/server/generated/prisma/client";

const DAY_MS = 86_400_000;

/** The relations that decide whether a share works. */
export const standingInclude = {
  workspace: {
    select: {
      name: true,
      kind: true,
      shareRule: true,
      shareDaysMax: true,
      isSharePasswordNeeded: true,
      isSharePublicAllowed: true,
    },
  },
  createdBy: {
    select: {
      id: true,
      name: true,
      suspendedAt: true,
      memberships: { select: { workspaceId: true, role: true } },
    },
  },
  token: { select: { name: true, ending: true, revokedAt: true, expiresAt: true } },
} satisfies Prisma.ShareInclude;

export type ShareRow = Prisma.ShareGetPayload<{ include: typeof standingInclude }>;

/** Its creator's role in its workspace now; null: no longer a member, or suspended. */
export function roleOfCreator({ createdBy, workspaceId }: ShareRow): Role | null {
  if (createdBy.suspendedAt !== null) return null;
  return createdBy.memberships.find((one) => one.workspaceId === workspaceId)?.role ?? null;
}

/** What its creator may see in its workspace now, which is the most that visitors may see. */
export function sightOfCreator(row: ShareRow): Sight {
  const role = roleOfCreator(row);
  return {
    userId: row.createdById as UserId,
    roles: new Map(role === null ? [] : [[row.workspaceId as WorkspaceId, role]]),
  };
}

/**
 * The earliest of its own expiry, the workspace's limit and its token's end; null: until revoked. For the addresses of a
 * token the limit counts for each by itself.
 */
export function expiryOf({ kind, expiresAt, termFrom, workspace, token }: ShareRow): Date | null {
  const { shareDaysMax } = workspace;
  const isLimited = shareDaysMax !== null && kind !== "addresses";
  const limit = isLimited ? termFrom.getTime() + shareDaysMax * DAY_MS : null;
  const ends = [expiresAt?.getTime(), limit, token?.expiresAt?.getTime()].filter(
    (end) => typeof end === "number",
  );
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}

/**
 * Whether a share works, but for its target: revoked, expired, or blocked because of the workspace's policy, its
 * creator's role, or its token.
 */
export function standingOf(row: ShareRow, now: Date): "active" | "expired" | "revoked" | "blocked" {
  if (row.revokedAt !== null) return "revoked";
  const end = expiryOf(row);
  if (end !== null && end <= now) return "expired";
  const role = roleOfCreator(row);
  const { workspace } = row;
  const mayShare =
    role !== null &&
    isPermitted(role, "write") &&
    (workspace.shareRule === "everyone" || isPermitted(role, "manage"));
  const isAllowed =
    mayShare &&
    (row.token === null || row.token.revokedAt === null) &&
    (!workspace.isSharePasswordNeeded || row.passwordHash !== null) &&
    (workspace.isSharePublicAllowed || row.audience !== "anyone");
  return isAllowed ? "active" : "blocked";
}
