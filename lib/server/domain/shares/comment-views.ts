import "server-only";
import type { ShareCommentView } from "@/lib/contracts/share-reviews";
import { brandId, brandIdOrNull } from "@/lib/server/domain/brand";
import type { Share, ShareComment } from "@/lib/server/generated/prisma/client";

/** The most comments of one share. */
export const COMMENTS_MAX = 2_000;

/**
 * @param key who reads; null: a guest who has written nothing
 * @param showsAllNames for the creator, who knows the people of the workspace
 */
export function toCommentView(
  row: ShareComment,
  share: Pick<Share, "createdById" | "showsNames">,
  key: string | null,
  showsAllNames = false,
): ShareCommentView {
  const isMine = row.authorKey === key;
  const isGuest = row.authorKey.startsWith("g:");
  const isNameShown = showsAllNames || share.showsNames || isGuest || isMine;
  return {
    id: brandId(row.id),
    imageId: brandId(row.imageId),
    parentId: brandIdOrNull(row.parentId),
    body: row.body,
    at: row.x === null || row.y === null ? null : { x: row.x, y: row.y },
    by: isNameShown ? row.authorName : null,
    isByCreator: row.authorId === share.createdById,
    isMine,
    isHeld: row.isHeld,
    isResolved: row.resolvedAt !== null,
    createdAt: row.createdAt.toISOString(),
  };
}
