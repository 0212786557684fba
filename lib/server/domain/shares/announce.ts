import "server-only";
import type { Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { publishDrafts } from "@/lib/server/events/publish";

/** Publishes that shares of a workspace changed: lists refetch, and open share pages check whether they still may. */
export async function announceShares(tx: Tx, workspaceId: string): Promise<void> {
  await publishDrafts(tx, brandId(workspaceId), [
    { audienceId: null, payload: { kind: "shares.changed" } },
  ]);
}
