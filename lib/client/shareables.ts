import type { Shareable } from "@/lib/client/sharing";
import type { ImageId } from "@/lib/contracts/ids";
import type { ShareTarget, ShareView } from "@/lib/contracts/shares";

/** One picture; the dialog fetches its words. */
export function imageShareable(imageId: ImageId): Shareable {
  return {
    target: { kind: "image", id: imageId },
    title: "",
    imageIds: [imageId],
    count: 1,
    words: null,
  };
}

/** What an existing link shows, as far as its list knows. */
export function shareableOf(share: ShareView): Shareable {
  const imageIds =
    share.target.imageIds.length > 0
      ? share.target.imageIds
      : share.cover === null
        ? []
        : [share.cover.imageId];
  return {
    target: targetOf(share),
    title: share.title ?? "",
    imageIds,
    count: imageIds.length,
    words: null,
  };
}

function targetOf({ target }: ShareView): ShareTarget {
  const { threadId, turnId, collectionId, imageIds } = target;
  if (threadId !== null) return { kind: "thread", id: threadId, ...(turnId && { path: turnId }) };
  if (collectionId !== null) return { kind: "collection", id: collectionId };
  const [first, ...rest] = imageIds;
  return first !== undefined && rest.length === 0
    ? { kind: "image", id: first }
    : { kind: "selection", ids: [...imageIds] };
}
