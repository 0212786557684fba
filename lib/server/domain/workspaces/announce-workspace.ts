import "server-only";
import type { Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { publishEvents } from "@/lib/server/events/publish";

/** Publishes that a workspace's name, settings, members or invites have changed; clients refetch. */
export async function announceWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  await publishEvents(tx, brandId(workspaceId), async () => [
    { audienceId: null, payload: { kind: "workspace.changed" } },
  ]);
}
