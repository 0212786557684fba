"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { openSharing, type Shareable, useOfferSharing } from "@/lib/client/sharing";
import { useStudio } from "@/components/shell/use-studio";
import { picturesOf } from "@/components/studio/thread/selection";
import { picturesIn } from "@/components/studio/versions/version-tile";
import { keys } from "@/lib/client/query-keys";
import { shareBadgesQuery } from "@/lib/client/share-queries";
import type { ThreadId } from "@/lib/contracts/ids";
import { isPermitted } from "@/lib/contracts/permissions";
import type { ThreadPage, ThreadTree } from "@/lib/contracts/threads";

/** Offers a thread with its path for sharing; null without a picture, and for those who may only look. */
export function useThreadSharing(threadId: ThreadId, page: ThreadPage) {
  const client = useQueryClient();
  const { workspace } = useStudio();
  const badges = useQuery(shareBadgesQuery());
  const { path, thread } = page;
  const pathOnly = useMemo((): Shareable | null => {
    const pictures = picturesOf(path);
    const last = pictures.at(-1);
    const end = path.at(-1);
    if (!last || !end) return null;
    return {
      target: { kind: "thread", id: threadId, path: end.id },
      title: thread.title,
      imageIds: pictures.map(({ image }) => image.id),
      count: pictures.length,
      words: last.turn.prompt,
    };
  }, [path, thread.title, threadId]);
  const mayShare = isPermitted(workspace.role, "write");
  const offered = mayShare ? pathOnly : null;
  useOfferSharing(offered);
  if (offered === null) return null;
  return {
    isShared: badges.data?.threadIds.includes(threadId) ?? false,
    open: () => {
      const tree = client.getQueryData<ThreadTree>(keys.threadTree(threadId));
      const count = tree?.nodes.reduce((sum, node) => sum + picturesIn(node).length, 0);
      openSharing({ ...offered, treeCount: count ?? null });
    },
  };
}
