import type { ShareCommentId } from "@/lib/contracts/ids";
import type { ShareCommentView } from "@/lib/contracts/share-reviews";

/** The comments of a picture that are no replies, numbered in their order. */
export function pinNumbers(comments: readonly ShareCommentView[]): Map<ShareCommentId, number> {
  const first = comments.filter(({ parentId }) => parentId === null);
  return new Map(first.map(({ id }, index) => [id, index + 1]));
}
