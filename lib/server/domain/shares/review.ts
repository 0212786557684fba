import "server-only";
import type { z } from "zod";
import { PRESET_RIGHTS } from "@/lib/contracts/share-choices";
import type {
  ShareCommentView,
  visitorCommentBody,
  VisitorReview,
  visitorVerdictBody,
} from "@/lib/contracts/share-reviews";
import { type Reviewer, reviewerKeyOf, reviewerOf } from "@/lib/server/auth/share-guest";
import { addressKey, countAttempts } from "@/lib/server/auth/throttle";
import type { Visitor } from "@/lib/server/auth/visitor";
import type { Deps } from "@/lib/server/clock";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { announceShares } from "@/lib/server/domain/shares/announce";
import { addNotice } from "@/lib/server/domain/shares/notices";
import { COMMENTS_MAX, toCommentView } from "@/lib/server/domain/shares/comment-views";
import { authorizeShared } from "@/lib/server/domain/shares/shown";
import { AppError } from "@/lib/server/errors";

/** A visitor's request: who they are, and the cookies of a guest. */
export type From = { visitor: Visitor; headers: Headers };

/** What was written, and the `Set-Cookie` value of a new guest. */
export type Written<T> = { view: T; cookie: string | null };

/** Throws `not_found` where the share is not for review. */
export function refuseUnlessReview({ share }: Visitor): void {
  if (!PRESET_RIGHTS[share.preset].mayComment) throw new AppError("not_found");
}

/** The comments of a share, and what the visitor picked and said. Throws `not_found` where it is not for review. */
export async function loadVisitorReview({ visitor, headers }: From): Promise<VisitorReview> {
  refuseUnlessReview(visitor);
  const { share, person } = visitor;
  const key = reviewerKeyOf(visitor, headers);
  const own = { shareId: share.id, authorKey: key ?? "" };
  const [comments, picks, counts, verdict, known] = await Promise.all([
    db.shareComment.findMany({
      where: { shareId: share.id, OR: [{ isHeld: false }, { authorKey: own.authorKey }] },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: COMMENTS_MAX,
    }),
    db.sharePick.findMany({ where: own, orderBy: { createdAt: "asc" }, select: { imageId: true } }),
    db.sharePick.groupBy({
      by: ["imageId"],
      where: { shareId: share.id },
      orderBy: { imageId: "asc" },
      _count: true,
    }),
    db.shareVerdict.findFirst({ where: own, select: { verdict: true, note: true } }),
    knownName(share.id, key),
  ]);
  const name = person?.name ?? known;
  return {
    me: name === null ? null : { name, isSignedIn: person !== null },
    comments: comments.map((row) => toCommentView(row, share, key)),
    pickedIds: picks.map(({ imageId }) => brandId(imageId)),
    picks: counts.map(({ imageId, _count }) => ({ imageId: brandId(imageId), count: _count })),
    verdict,
  };
}

/**
 * Adds a visitor's comment. Throws `not_found` for an image that the share does not show or a comment that cannot be
 * answered, `invalid_field` for a guest without a name, `too_many_attempts`, and `conflict` for too many comments.
 */
export async function addVisitorComment(
  from: From,
  body: z.output<typeof visitorCommentBody>,
  { clock }: Deps,
): Promise<Written<ShareCommentView>> {
  const { visitor } = from;
  const { share } = visitor;
  const reviewer = await admitReviewer(from, body.name, "share comment address");
  const image = await authorizeShared(visitor, body.imageId);
  return inTransaction(async (tx) => {
    const parentId = await findParent(tx, { ...body, shareId: share.id }, reviewer.key);
    if ((await tx.shareComment.count({ where: { shareId: share.id } })) >= COMMENTS_MAX) {
      throw new AppError("conflict");
    }
    const row = await tx.shareComment.create({
      data: {
        shareId: share.id,
        imageId: image.id,
        parentId,
        body: body.body,
        x: body.at?.x ?? null,
        y: body.at?.y ?? null,
        ...authorColumns(reviewer),
        isHeld: share.isReviewHeld && reviewer.userId === null,
        createdAt: clock.now(),
      },
    });
    await addNotice(tx, share, {
      kind: "comment",
      by: reviewer,
      commentId: row.id,
      imageId: image.id,
      now: row.createdAt,
    });
    await noteReview(tx, share);
    return { view: toCommentView(row, share, reviewer.key), cookie: reviewer.cookie };
  });
}

/** Marks the visitor's own comment as resolved or open. Throws `not_found`. */
export async function resolveVisitorComment(
  { visitor, headers }: From,
  { commentId, isResolved }: { commentId: string; isResolved: boolean },
  { clock }: Deps,
): Promise<void> {
  await changeOwn({ visitor, headers }, (tx, own) =>
    tx.shareComment.updateMany({
      where: { ...own, id: commentId },
      data: { resolvedAt: isResolved ? clock.now() : null },
    }),
  );
}

/** Deletes the visitor's own comment with its replies. Throws `not_found`. */
export async function removeVisitorComment(from: From, commentId: string): Promise<void> {
  await changeOwn(from, (tx, own) =>
    tx.shareComment.deleteMany({ where: { ...own, id: commentId } }),
  );
}

/** Sets the visitor's verdict on the whole share. Throws as `addVisitorComment`. */
export async function giveVerdict(
  from: From,
  { verdict, note, name }: z.output<typeof visitorVerdictBody>,
  { clock }: Deps,
): Promise<Written<null>> {
  const { share } = from.visitor;
  const reviewer = await admitReviewer(from, name, "share comment address");
  const { authorKey, ...author } = authorColumns(reviewer);
  const data = { ...author, verdict, note, createdAt: clock.now() };
  await inTransaction(async (tx) => {
    await tx.shareVerdict.upsert({
      where: { shareId_authorKey: { shareId: share.id, authorKey } },
      create: { ...data, shareId: share.id, authorKey },
      update: data,
    });
    await addNotice(tx, share, { kind: "verdict", by: reviewer, verdict, now: data.createdAt });
    await noteReview(tx, share);
  });
  return { view: null, cookie: reviewer.cookie };
}

/** Columns of a comment, a pick or a verdict. */
export function authorColumns({ key, userId, name }: Reviewer) {
  return { authorKey: key, authorId: userId, authorName: name };
}

/** Checks that the share is for review, throttles, and names the author. */
export async function admitReviewer(
  { visitor, headers }: From,
  name: string | undefined,
  limit: "share comment address" | "share pick address",
): Promise<Reviewer> {
  refuseUnlessReview(visitor);
  const { share, address } = visitor;
  await countAttempts([
    { limit, key: `${share.id} ${addressKey(address)}` },
    { limit: "share review", key: share.id },
  ]);
  const known = await knownName(share.id, reviewerKeyOf(visitor, headers));
  return reviewerOf(visitor, headers, name, known);
}

/** The name that a guest gave last. */
async function knownName(shareId: string, key: string | null): Promise<string | null> {
  if (key === null) return null;
  const where = { shareId, authorKey: key };
  const orderBy = { createdAt: "desc" } as const;
  const select = { authorName: true } as const;
  const row =
    (await db.shareComment.findFirst({ where, orderBy, select })) ??
    (await db.sharePick.findFirst({ where, orderBy, select })) ??
    (await db.shareVerdict.findFirst({ where, select }));
  return row?.authorName ?? null;
}

/** A comment on the same image of the same share that answers none itself, and that the visitor sees. */
async function findParent(
  tx: Tx,
  { shareId, imageId, parentId }: { shareId: string; imageId: string; parentId?: string },
  key: string,
): Promise<string | null> {
  if (parentId === undefined) return null;
  const row = await tx.shareComment.findFirst({
    where: {
      id: parentId,
      shareId,
      imageId,
      parentId: null,
      OR: [{ isHeld: false }, { authorKey: key }],
    },
    select: { id: true },
  });
  if (row === null) throw new AppError("not_found", { field: "parentId" });
  return row.id;
}

async function changeOwn(
  { visitor, headers }: From,
  change: (tx: Tx, own: { shareId: string; authorKey: string }) => Promise<{ count: number }>,
): Promise<void> {
  refuseUnlessReview(visitor);
  const { share } = visitor;
  const authorKey = reviewerKeyOf(visitor, headers);
  if (authorKey === null) throw new AppError("not_found");
  await inTransaction(async (tx) => {
    const { count } = await change(tx, { shareId: share.id, authorKey });
    if (count === 0) throw new AppError("not_found");
    await noteReview(tx, share);
  });
}

/** Has open pages read the review again. */
export async function noteReview(
  tx: Tx,
  { id, workspaceId, createdById }: { id: string; workspaceId: string; createdById: string },
): Promise<void> {
  await tx.share.update({
    where: { id, workspaceId },
    data: { reviewSeq: { increment: 1 } },
    select: { id: true },
  });
  await announceShares(tx, workspaceId, createdById);
}
