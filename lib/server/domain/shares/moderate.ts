import "server-only";
import type { z } from "zod";
import type { CollectionView } from "@/lib/contracts/collections";
import type { ImageId, ShareCommentId, ShareId, WorkspaceId } from "@/lib/contracts/ids";
import type {
  ShareCommentView,
  shareModerateBody,
  shareReplyBody,
  ShareReview,
} from "@/lib/contracts/share-reviews";
import { authorizeImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { ShareRow } from "@/lib/server/auth/share-standing";
import type { Deps } from "@/lib/server/clock";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { createCollection } from "@/lib/server/domain/collections/commands";
import { addToCollection } from "@/lib/server/domain/collections/contents";
import { COMMENTS_MAX, toCommentView } from "@/lib/server/domain/shares/comment-views";
import { addNotice } from "@/lib/server/domain/shares/notices";
import { authorizeShare } from "@/lib/server/domain/shares/queries";
import { noteReview } from "@/lib/server/domain/shares/review";
import { refuseUnlessShown } from "@/lib/server/domain/shares/shown";
import { AppError } from "@/lib/server/errors";

const keyOf = ({ userId }: Actor) => `u:${userId}`;

/** All comments, picks and verdicts of a share. Throws `not_found`. */
export async function loadShareReview(actor: Actor, shareId: ShareId): Promise<ShareReview> {
  const share = await authorizeShare(actor, shareId);
  const where = { shareId: share.id };
  const [comments, picks, verdicts] = await Promise.all([
    db.shareComment.findMany({
      where,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: COMMENTS_MAX,
    }),
    db.sharePick.findMany({ where, orderBy: { createdAt: "asc" } }),
    db.shareVerdict.findMany({ where, orderBy: { createdAt: "asc" } }),
  ]);
  return {
    comments: comments.map((row) => toCommentView(row, share, keyOf(actor), true)),
    picks: picks.map(({ imageId, authorName, createdAt }) => ({
      imageId: brandId(imageId),
      by: authorName,
      at: createdAt.toISOString(),
    })),
    verdicts: verdicts.map(({ authorName, verdict, note, createdAt }) => ({
      by: authorName,
      verdict,
      note,
      at: createdAt.toISOString(),
    })),
  };
}

/** Writes a comment from the studio. Throws `not_found` for the share, the image or the comment that it answers. */
export async function replyInShare(
  actor: Actor,
  { shareId, ...body }: z.output<typeof shareReplyBody> & { shareId: ShareId },
  { clock }: Deps,
): Promise<ShareCommentView> {
  return inTransaction(async (tx) => {
    const share = await authorizeShare(actor, shareId, tx);
    await authorizeImages(actor, share.workspaceId, [body.imageId], "read", tx);
    await refuseUnlessShown(share, body.imageId, tx);
    const parent = body.parentId === undefined ? null : await findComment(tx, share, body.parentId);
    const isAnswerable = parent?.parentId === null && parent.imageId === body.imageId;
    if (parent !== null && !isAnswerable) throw new AppError("not_found", { field: "parentId" });
    const row = await tx.shareComment.create({
      data: {
        shareId: share.id,
        imageId: body.imageId,
        parentId: parent?.id ?? null,
        body: body.body,
        x: body.at?.x ?? null,
        y: body.at?.y ?? null,
        authorKey: keyOf(actor),
        authorId: actor.userId,
        authorName: actor.name,
        createdAt: clock.now(),
      },
    });
    await addNotice(tx, share, {
      kind: "comment",
      by: { key: keyOf(actor), userId: actor.userId, name: actor.name },
      commentId: row.id,
      imageId: row.imageId,
      now: row.createdAt,
    });
    await noteReview(tx, share);
    return toCommentView(row, share, keyOf(actor), true);
  });
}

type OneComment = { shareId: ShareId; shareCommentId: ShareCommentId };

/** Approves a comment, or marks it as resolved or open. Throws `not_found`. */
export async function moderateComment(
  actor: Actor,
  { shareId, shareCommentId, ...change }: z.output<typeof shareModerateBody> & OneComment,
  { clock }: Deps,
): Promise<ShareCommentView> {
  return inTransaction(async (tx) => {
    const share = await authorizeShare(actor, shareId, tx);
    const { id } = await findComment(tx, share, shareCommentId);
    const { isHeld, isResolved } = change;
    const row = await tx.shareComment.update({
      where: { id, shareId: share.id },
      data: {
        isHeld,
        ...(isResolved !== undefined && { resolvedAt: isResolved ? clock.now() : null }),
      },
    });
    await noteReview(tx, share);
    return toCommentView(row, share, keyOf(actor), true);
  });
}

/** Deletes anyone's comment with its replies. Throws `not_found`. */
export async function removeComment(
  actor: Actor,
  { shareId, shareCommentId }: OneComment,
): Promise<{ ok: true }> {
  return inTransaction(async (tx) => {
    const share = await authorizeShare(actor, shareId, tx);
    const { id } = await findComment(tx, share, shareCommentId);
    await tx.shareComment.delete({ where: { id, shareId: share.id } });
    await noteReview(tx, share);
    return { ok: true };
  });
}

/**
 * Makes a private collection of the images that visitors picked, those with most picks first. Throws `not_found` if
 * there are none left that the actor sees.
 */
export async function collectPicks(
  actor: Actor,
  { shareId, name }: { shareId: ShareId; name: string },
): Promise<CollectionView> {
  const share = await authorizeShare(actor, shareId);
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT i.id::text FROM "SharePick" p JOIN "Image" i ON i.id = p."imageId"
    WHERE p."shareId" = ${share.id}::uuid AND i."workspaceId" = ${share.workspaceId}::uuid AND i."deletedAt" IS NULL
      AND (i."audienceId" IS NULL OR i."audienceId" = ${actor.userId}::uuid OR i."createdById" = ${actor.userId}::uuid)
    GROUP BY i.id ORDER BY count(*) DESC, min(p."createdAt"), i.id LIMIT 500`;
  if (rows.length === 0) throw new AppError("not_found");
  const there: Actor = { ...actor, workspaceId: brandId<WorkspaceId>(share.workspaceId) };
  const made = await createCollection(there, { name, description: "", access: "private" });
  const imageIds = rows.map(({ id }) => brandId<ImageId>(id));
  return addToCollection(there, { collectionId: made.id, imageIds });
}

async function findComment(tx: Tx, share: ShareRow, id: string) {
  const row = await tx.shareComment.findFirst({ where: { id, shareId: share.id } });
  if (row === null) throw new AppError("not_found");
  return row;
}
