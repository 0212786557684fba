import "server-only";
import type { KeySource } from "@/lib/contracts/key-sources";
import { db, type Tx } from "@/lib/server/db";
import { hasInstanceKey } from "@/lib/server/domain/keys/instance-key";

/** The key that pays for what somebody sends in a workspace. */
export type ChosenKey = {
  source: KeySource;
  /** The row of a key that was brought. */
  upstreamKeyId: string | null;
  /** Its last four characters: all that is ever shown. */
  ending: string | null;
};

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
