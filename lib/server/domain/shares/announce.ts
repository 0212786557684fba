import "server-only";
import type { Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { publishDrafts } from "@/lib/server/events/publish";

/**
 * Publishes that shares of a workspace changed: lists refetch, and open share pages check whether they still may.
 * @param noticed the creator whose notices may have changed too
 */
export async function announceShares(
  tx: Tx,
  workspaceId: string,
  noticed: string | null = null,
): Promise<void> {
  await publishDrafts(tx, brandId(workspaceId), [
    { audienceId: null, payload: { kind: "shares.changed" } },
    ...(noticed === null
      ? []
      : [{ audienceId: noticed, payload: { kind: "notices.changed" } } as const]),
  ]);
}
