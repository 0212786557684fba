import "server-only";
import { reviewerKeyOf } from "@/lib/server/auth/share-guest";
import type { Deps } from "@/lib/server/clock";
import { inTransaction, type Tx } from "@/lib/server/db";
import { announceShares } from "@/lib/server/domain/shares/announce";
import { addNotice, lowerPicks } from "@/lib/server/domain/shares/notices";
import {
  admitReviewer,
  authorColumns,
  type From,
  refuseUnlessReview,
  type Written,
} from "@/lib/server/domain/shares/review";
import { authorizeShared } from "@/lib/server/domain/shares/shown";

/** Picks an image of the share. Throws as `addVisitorComment`. */
export async function pickImage(
  from: From,
  { imageId, name }: { imageId: string; name?: string },
  { clock }: Deps,
): Promise<Written<null>> {
  const { share } = from.visitor;
  const reviewer = await admitReviewer(from, name, "share pick address");
  const image = await authorizeShared(from.visitor, imageId);
  const pick = { shareId: share.id, imageId: image.id, ...authorColumns(reviewer) };
  await inTransaction(async (tx) => {
    await lockShare(tx, share);
    const now = clock.now();
    const made = await tx.sharePick.createMany({
      data: [{ ...pick, createdAt: now }],
      skipDuplicates: true,
    });
    if (made.count === 0) return;
    const count = await countPicks(tx, share.id, reviewer.key);
    await addNotice(tx, share, { kind: "picks", by: reviewer, imageId: image.id, count, now });
    await announceShares(tx, share.workspaceId, share.createdById);
  });
  return { view: null, cookie: reviewer.cookie };
}

/** Takes the visitor's pick back, if there is one. */
export async function unpickImage({ visitor, headers }: From, imageId: string): Promise<void> {
  refuseUnlessReview(visitor);
  const { share } = visitor;
  const authorKey = reviewerKeyOf(visitor, headers) ?? "";
  await inTransaction(async (tx) => {
    await lockShare(tx, share);
    const { count } = await tx.sharePick.deleteMany({
      where: { shareId: share.id, imageId, authorKey },
    });
    if (count === 0) return;
    await lowerPicks(tx, share.id, authorKey, await countPicks(tx, share.id, authorKey));
    await announceShares(tx, share.workspaceId, share.createdById);
  });
}

/** Picks of one share wait for each other, so that their notice has the right number. */
async function lockShare(tx: Tx, { id }: { id: string }): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM "Share" WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
}

function countPicks(tx: Tx, shareId: string, authorKey: string): Promise<number> {
  return tx.sharePick.count({ where: { shareId, authorKey } });
}
