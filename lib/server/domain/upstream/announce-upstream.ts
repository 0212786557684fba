import "server-only";
import { inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { publishEvents } from "@/lib/server/events/publish";

/** Notifies all instance owners, in every workspace of theirs, that the upstream settings page has changed. */
export async function announceUpstream({
  areFindingsNew = false,
}: { areFindingsNew?: boolean } = {}): Promise<void> {
  await inTransaction(async (tx) => {
    const memberships = await tx.membership.findMany({
      where: { user: { isInstanceOwner: true } },
      select: { userId: true, workspaceId: true },
      // In id order, to prevent deadlocks: each call locks its workspace.
      orderBy: [{ workspaceId: "asc" }, { userId: "asc" }],
    });
    for (const { userId, workspaceId } of memberships) {
      await publishEvents(tx, brandId(workspaceId), async () => [
        { audienceId: userId, payload: { kind: "upstream.changed", areFindingsNew } },
      ]);
    }
  });
}
