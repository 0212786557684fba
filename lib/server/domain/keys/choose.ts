import "server-only";
import type { KeyInUse } from "@/lib/contracts/keys";
import type { KeyHolder, KeySource } from "@/lib/contracts/key-sources";
import { db, type Tx } from "@/lib/server/db";
import { hasInstanceKey } from "@/lib/server/domain/keys/instance-key";
import { AppError } from "@/lib/server/errors";

/** The key that pays for what somebody sends in a workspace. */
export type ChosenKey = {
  source: KeySource;
  /** The row of a key that was brought. */
  upstreamKeyId: string | null;
  /** Its last four characters: all that is ever shown. */
  ending: string | null;
};

/** How the key is found that pays for a turn. */
export type ChooseKey = (
  place: { userId: string; workspaceId: string },
  tx: Tx,
) => Promise<ChosenKey>;

/** A member's own key before the workspace's, that before the studio's; the sandbox where there is none. One query. */
export async function chooseKey(
  place: { userId: string; workspaceId: string },
  tx: Tx = db,
): Promise<ChosenKey> {
  const { userId, workspaceId } = place;
  const brought = await tx.upstreamKey.findMany({
    where: { OR: [{ userId }, { workspaceId }] },
    select: { id: true, ending: true, userId: true },
  });
  const own = brought.find((key) => key.userId !== null);
  const [first] = brought;
  if (own) return { source: "member", upstreamKeyId: own.id, ending: own.ending };
  if (first) return { source: "workspace", upstreamKeyId: first.id, ending: first.ending };
  const source = hasInstanceKey() ? "instance" : "sandbox";
  return { source, upstreamKeyId: null, ending: null };
}

/** One holder's key, whichever would come first otherwise: to try it. Throws `not_found` where there is none. */
export function keyOf(holder: KeyHolder): ChooseKey {
  return async ({ userId, workspaceId }, tx) => {
    const row = await tx.upstreamKey.findFirst({
      where: holder === "member" ? { userId } : { workspaceId },
      select: { id: true, ending: true },
    });
    if (row === null) throw new AppError("not_found");
    return { source: holder, upstreamKeyId: row.id, ending: row.ending };
  };
}

/**
 * Holds a turn to the key that its sender was shown beside the price, whatever has changed since; the sandbox counts as one,
 * for it is free. Throws `key_changed`. Whoever was shown none agrees to any.
 */
export function refuseOtherThan(shown: KeyInUse | undefined, key: ChosenKey): void {
  if (shown === undefined) return;
  if (shown.source !== key.source || shown.ending !== key.ending) throw new AppError("key_changed");
}

/**
 * Keeps a chosen key in its place until the transaction ends, so that rows may name it. Throws `key_changed` where it went
 * since it was chosen: the next one in order is another's money, and nobody agreed to that.
 *
 * Whoever removes a key holds its row first and then the rows of the generations that name it: call this before those.
 */
export async function holdKey(tx: Tx, { upstreamKeyId }: ChosenKey): Promise<void> {
  if (upstreamKeyId === null) return;
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS held FROM "UpstreamKey" WHERE id = ${upstreamKeyId}::uuid FOR KEY SHARE`;
  if (held.length === 0) throw new AppError("key_changed");
}
