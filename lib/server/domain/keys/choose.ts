import "server-only";
import type { KeyInUse } from "@/lib/contracts/keys";
import type { KeyHolder, KeySource } from "@/lib/contracts/key-sources";
import { db, type Tx } from "@/lib/server/db";
import { hasInstanceKey } from "@/lib/server/domain/keys/instance-key";
import { AppError } from "@/lib/server/errors";

/** The key that pays for a user's turns in a workspace. */
export type ChosenKey = {
  source: KeySource;
  /** The row of a stored key; null for the instance's key and the sandbox. */
  upstreamKeyId: string | null;
  /** The key's last four characters, all that is ever shown. */
  ending: string | null;
};

/** A key in the database: a member's own (with `userId`), or the workspace's. */
export type StoredKey = { id: string; ending: string; userId: string | null };

/** Chooses the key that pays for a turn, among the sender's own and the workspace's. */
export type ChooseKey = (stored: readonly StoredKey[]) => ChosenKey;

/** The key that pays for a user's turns in a workspace, in the usual order. One query. */
export async function findKeyInUse(
  sender: { userId: string; workspaceId: string },
  tx: Tx = db,
): Promise<ChosenKey> {
  const { userId, workspaceId } = sender;
  const stored = await tx.upstreamKey.findMany({
    where: { OR: [{ userId }, { workspaceId }] },
    select: { id: true, ending: true, userId: true },
  });
  return chooseKey(stored);
}

/** A member's own key before the workspace's, and that before the instance's; the sandbox if there is none. */
export const chooseKey: ChooseKey = (stored) => {
  const own = stored.find((key) => key.userId !== null);
  const [first] = stored;
  if (own) return { source: "member", upstreamKeyId: own.id, ending: own.ending };
  if (first) return { source: "workspace", upstreamKeyId: first.id, ending: first.ending };
  const source = hasInstanceKey() ? "instance" : "sandbox";
  return { source, upstreamKeyId: null, ending: null };
};

/** Chooses the key of one holder, whatever the usual order, to test it. Throws `not_found` if there is none. */
export function chooseKeyOf(holder: KeyHolder): ChooseKey {
  return (stored) => {
    const key = stored.find(({ userId }) => (userId !== null) === (holder === "member"));
    if (key === undefined) throw new AppError("not_found");
    return { source: holder, upstreamKeyId: key.id, ending: key.ending };
  };
}

/**
 * Throws `key_changed` if the chosen key is not the one shown to the sender next to the price, the sandbox included.
 * Accepts any key if none was shown.
 */
export function refuseOtherThan(shown: KeyInUse | undefined, key: ChosenKey): void {
  if (shown === undefined) return;
  if (shown.source !== key.source || shown.ending !== key.ending) throw new AppError("key_changed");
}

/**
 * Locks a chosen key until the transaction ends, so that rows may reference it. Throws `key_changed` if it was deleted
 * meanwhile: the next key in order may be paid by someone else, and nobody agreed to that.
 *
 * Lock order: `removeKey` locks the key's row before the generations that reference it, so call this before locking
 * those.
 */
export async function holdKey(tx: Tx, { upstreamKeyId }: ChosenKey): Promise<void> {
  if (upstreamKeyId === null) return;
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS held FROM "UpstreamKey" WHERE id = ${upstreamKeyId}::uuid FOR KEY SHARE`;
  if (held.length === 0) throw new AppError("key_changed");
}
