import "server-only";
import type { z } from "zod";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { isPermitted } from "@/lib/contracts/permissions";
import { SHARE_DAYS_DEFAULT, type ShareAudience } from "@/lib/contracts/share-choices";
import type { SharePolicy, sharePolicyBody } from "@/lib/contracts/shares";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { announceShares } from "@/lib/server/domain/shares/announce";
import { lockWorkspaceAs, readRole } from "@/lib/server/domain/workspaces/lock";
import { AppError } from "@/lib/server/errors";
import type { Workspace } from "@/lib/server/generated/prisma/client";

const DAY_MS = 86_400_000;

/** Which shares a workspace allows. Throws `not_found`. */
export async function loadSharePolicy(
  actor: Actor,
  workspaceId: WorkspaceId,
): Promise<SharePolicy> {
  const { id } = authorizeWorkspace(actor, "read", workspaceId);
  return toPolicy(await db.workspace.findUniqueOrThrow({ where: { id } }));
}

/** Sets which shares a workspace allows; existing ones follow at once. Needs `manage`. */
export async function setSharePolicy(
  actor: Actor,
  { workspaceId, ...change }: z.output<typeof sharePolicyBody> & { workspaceId: WorkspaceId },
): Promise<SharePolicy> {
  return inTransaction(async (tx) => {
    const { workspace } = await lockWorkspaceAs(tx, actor, "manage", workspaceId);
    const changed = await tx.workspace.update({
      where: { id: workspace.id },
      data: {
        shareRule: change.who,
        shareDaysMax: change.maxDays,
        isSharePasswordNeeded: change.passwordRequired,
        isSharePublicAllowed: change.publicAllowed,
      },
    });
    await recordAudit(tx, actor, {
      workspaceId: workspace.id,
      act: "share.policy_changed",
      target: { kind: "workspace", id: workspace.id, name: changed.name },
      details: { from: toPolicy(workspace), to: toPolicy(changed) },
    });
    await announceShares(tx, workspace.id);
    return toPolicy(changed);
  });
}

/** The policy that a new or changed share must follow, for its creator. Throws `share_not_allowed` if they may not share. */
export async function readPolicyFor(
  tx: Tx,
  workspaceId: string,
  userId: string,
): Promise<SharePolicy> {
  const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const policy = toPolicy(workspace);
  const role = await readRole(tx, workspaceId, userId);
  if (policy.who === "admins" && (role === null || !isPermitted(role, "manage"))) {
    throw new AppError("share_not_allowed");
  }
  return policy;
}

/** The expiry of a new share: as chosen, else in 30 days or as long as the policy allows. */
export function chooseExpiry(
  policy: SharePolicy,
  chosen: string | null | undefined,
  now: Date,
): Date | null {
  const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS);
  if (chosen === undefined) return inDays(Math.min(SHARE_DAYS_DEFAULT, policy.maxDays ?? Infinity));
  const end = chosen === null ? null : new Date(chosen);
  if (end !== null && end <= now) throw new AppError("invalid_field", { field: "expiresAt" });
  const latest = policy.maxDays === null ? null : inDays(policy.maxDays);
  if (latest !== null && (end === null || end > latest)) {
    throw new AppError("share_not_allowed", { field: "expiresAt" });
  }
  return end;
}

/** Throws `share_not_allowed` for a share that the policy would block. */
export function refuseBlocked(
  policy: SharePolicy,
  { audience, hasPassword }: { audience: ShareAudience; hasPassword: boolean },
): void {
  if (policy.passwordRequired && !hasPassword) {
    throw new AppError("share_not_allowed", { field: "password" });
  }
  if (!policy.publicAllowed && audience === "anyone") {
    throw new AppError("share_not_allowed", { field: "audience" });
  }
}

function toPolicy(workspace: Workspace): SharePolicy {
  return {
    who: workspace.shareRule,
    maxDays: workspace.shareDaysMax,
    passwordRequired: workspace.isSharePasswordNeeded,
    publicAllowed: workspace.isSharePublicAllowed,
  };
}
