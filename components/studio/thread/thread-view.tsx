"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { ThreadHidden } from "@/components/studio/thread/thread-hidden";
import { useThreadLocation } from "@/components/studio/thread/thread-location";
import { ThreadProblem } from "@/components/studio/thread/thread-problem";
import { ThreadSkeleton } from "@/components/studio/thread/thread-skeleton";
import { useHydrated } from "@/components/ui/use-hydrated";
import { isGone } from "@/lib/client/known-threads";
import { keys } from "@/lib/client/query-keys";
import { threadPageQuery } from "@/lib/client/queries";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";
import { LoadedThread } from "@/components/studio/thread/loaded-thread";

type ThreadViewProps = {
  threadId: ThreadId;
  /**
   * The page that the server rendered. Hydration must show exactly this, although an event may already have changed
   * the cache.
   */
  served?: ThreadPage;
};

/** A thread: its path, its composer, its versions. Reads the cache, which the event stream keeps current. */
export function ThreadView({ threadId, served }: ThreadViewProps) {
  const threadLocation = useThreadLocation();
  const isHydrated = useHydrated();
  const hidden = useQuery<boolean>({
    queryKey: keys.hiddenThread(threadId),
    queryFn: skipToken,
  });
  const page = useQuery({
    ...threadPageQuery(threadId, threadLocation.at),
    enabled: hidden.data !== true,
    // While another branch loads, keep showing the current one.
    placeholderData: (shown: ThreadPage | undefined) =>
      shown?.thread.id === threadId ? shown : undefined,
  });
  const held = isHydrated ? page.data : (served ?? page.data);
  const shown = isGone(page.error) ? undefined : held;
  if (hidden.data) return <ThreadHidden />;
  if (shown) return <LoadedThread key={threadId} threadId={threadId} page={shown} />;
  if (page.isError) return <ThreadProblem error={page.error} onRetry={() => void page.refetch()} />;
  return <ThreadSkeleton />;
}
