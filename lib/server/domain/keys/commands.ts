import "server-only";
import { randomUUID } from "node:crypto";
import type { KeyHolder } from "@/lib/contracts/key-sources";
import type { KeysState } from "@/lib/contracts/keys";
import { isPermitted } from "@/lib/contracts/permissions";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import { seal } from "@/lib/server/auth/sealed";
import { inTransaction, type Tx } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { sealContext } from "@/lib/server/domain/keys/open";
import { loadKeys } from "@/lib/server/domain/keys/queries";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";
import { readRole } from "@/lib/server/domain/workspaces/lock";
import { AppError } from "@/lib/server/errors";
import { publishEvents } from "@/lib/server/events/publish";
import { rememberSecret } from "@/lib/server/log/known-secrets";

const ENDING_CHARS = 4;

/**
 * The owner columns of a key's row. Throws `forbidden` for the workspace's key without `manage`, and
 * `personal_token_needed` for a person's own key (it pays in every workspace) with a token of another workspace than
 * their personal one.
 */
export function holderColumns(
  actor: Actor,
  holder: KeyHolder,
): { userId: string; workspaceId: null } | { userId: null; workspaceId: string } {
  if (holder === "member") {
    admitToken(actor, { scope: "admin", reach: "person" });
    return { userId: actor.userId, workspaceId: null };
  }
  return { userId: null, workspaceId: authorizeWorkspace(actor, "manage").id };
}

/**
 * Stores a key, or replaces the existing one; generations already queued with it then use the new one, as the owner is
 * the same. From here on the key leaves the server only towards the configured upstream.
 */
export async function setKey(
  actor: Actor,
  { holder, key }: { holder: KeyHolder; key: string },
): Promise<KeysState> {
  const owner = holderColumns(actor, holder);
  rememberSecret(key);
  await inTransaction(async (tx) => {
    const ending = key.slice(-ENDING_CHARS);
    await refuseDemoted(tx, actor, owner.workspaceId);
    const found = await findRow(tx, owner);
    const id = found?.id ?? randomUUID();
    const sealed = seal(key, sealContext({ id, ...owner }));
    await tx.upstreamKey.upsert({
      where: { id },
      create: { id, ...owner, sealed, ending },
      update: { sealed, ending, updatedAt: new Date() },
    });
    await recordAudit(tx, actor, {
      workspaceId: owner.workspaceId,
      act: "key.set",
      target: { kind: "key", id, name: `…${ending}` },
      details: { holder, ...(found && { before: `…${found.ending}` }) },
    });
    await publishKeyChange(tx, actor, owner.workspaceId);
  });
  return loadKeys(actor);
}

/**
 * Deletes a key. Generations queued with it fail unbilled, since nobody agreed to pay with another. Throws `not_found`.
 */
export async function removeKey(actor: Actor, holder: KeyHolder): Promise<KeysState> {
  const owner = holderColumns(actor, holder);
  await inTransaction(async (tx) => {
    await refuseDemoted(tx, actor, owner.workspaceId);
    const found = await findRow(tx, owner);
    const removed = found && (await tx.upstreamKey.deleteMany({ where: { id: found.id } }));
    if (!found || removed?.count === 0) throw new AppError("not_found");
    await recordAudit(tx, actor, {
      workspaceId: owner.workspaceId,
      act: "key.removed",
      target: { kind: "key", id: found.id, name: `…${found.ending}` },
      details: { holder },
    });
    await publishKeyChange(tx, actor, owner.workspaceId);
  });
  return loadKeys(actor);
}

/**
 * Re-checks the role, which may have changed since the request was authorised. Reads without the workspace's lock:
 * `createTurn` locks the key before the workspace, so deleting a key must do the same.
 */
async function refuseDemoted(tx: Tx, actor: Actor, workspaceId: string | null): Promise<void> {
  if (workspaceId === null) return;
  const role = await readRole(tx, workspaceId, actor.userId);
  if (role === null) throw new AppError("not_found");
  if (!isPermitted(role, "manage")) throw new AppError("forbidden");
}

function findRow(tx: Tx, owner: ReturnType<typeof holderColumns>) {
  return tx.upstreamKey.findFirst({ where: owner, select: { id: true, ending: true } });
}

/** Clients show which key pays: notify the workspace's members, or the owner of the key in all their workspaces. */
async function publishKeyChange(tx: Tx, actor: Actor, workspaceId: string | null): Promise<void> {
  if (workspaceId !== null) return announceWorkspace(tx, workspaceId);
  // Sorted, to prevent deadlocks: each call locks its workspace.
  for (const id of [...actor.roles.keys()].toSorted()) {
    await publishEvents(tx, brandId(id), async () => [
      { audienceId: actor.userId, payload: { kind: "workspace.changed" } },
    ]);
  }
}
