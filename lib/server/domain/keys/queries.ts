import "server-only";
import type { KeysState } from "@/lib/contracts/keys";
import { isPermitted } from "@/lib/contracts/permissions";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { findKeyInUse } from "@/lib/server/domain/keys/choose";
import { hasInstanceKey } from "@/lib/server/domain/keys/instance-key";

/** Which keys apply to what the actor sends in this workspace. Does not read the keys themselves. */
export async function loadKeys(actor: Actor): Promise<KeysState> {
  const { userId, workspaceId } = actor;
  const [rows, inUse] = await Promise.all([
    db.upstreamKey.findMany({
      where: { OR: [{ userId }, { workspaceId }] },
      select: { userId: true, ending: true, updatedAt: true },
    }),
    findKeyInUse(actor),
  ]);
  const view = (isOwn: boolean) => {
    const row = rows.find((one) => (one.userId !== null) === isOwn);
    return row ? { ending: row.ending, updatedAt: row.updatedAt.toISOString() } : null;
  };
  return {
    member: view(true),
    workspace: view(false),
    hasInstanceKey: hasInstanceKey(),
    inUse: { source: inUse.source, ending: inUse.ending },
    mayManage: isPermitted(actor.role, "manage"),
  };
}
