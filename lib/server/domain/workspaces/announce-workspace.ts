import "server-only";
import type { Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { publishEvents } from "@/lib/server/events/publish";

/** Tells the workspace's open tabs that its name, settings, members or invites have changed; they ask for what they show. */
export async function announceWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  await publishEvents(tx, brandId(workspaceId), async () => [
    { audienceId: null, payload: { kind: "workspace.changed" } },
  ]);
}
