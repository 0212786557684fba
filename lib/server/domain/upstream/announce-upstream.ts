import "server-only";
import { inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { publishEvents } from "@/lib/server/events/publish";

/** Tells the owners of the installation, in whichever workspace they stand, that the page of the upstream has news. */
export async function announceUpstream({
  areFindingsNew = false,
}: { areFindingsNew?: boolean } = {}): Promise<void> {
  await inTransaction(async (tx) => {
    const seats = await tx.membership.findMany({
      where: { user: { isInstanceOwner: true } },
      select: { userId: true, workspaceId: true },
      // One order for all, since each takes its workspace's lock.
      orderBy: [{ workspaceId: "asc" }, { userId: "asc" }],
    });
    for (const { userId, workspaceId } of seats) {
      await publishEvents(tx, brandId(workspaceId), async () => [
        { audienceId: userId, payload: { kind: "upstream.changed", areFindingsNew } },
      ]);
    }
  });
}
