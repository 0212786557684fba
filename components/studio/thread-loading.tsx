"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { toId } from "@/components/studio/address-id";
import { ThreadSkeleton } from "@/components/studio/thread-skeleton";
import { ThreadView } from "@/components/studio/thread-view";
import { keys } from "@/lib/client/query-keys";
import type { ThreadId } from "@/lib/contracts/ids";

/** A thread that this tab knows already is shown at once, from the cache; any other by its outline. */
export function ThreadLoading() {
  const client = useQueryClient();
  const threadId = toId<ThreadId>(useParams<{ threadId?: string }>().threadId);
  const isKnown = threadId !== null && client.getQueryData(keys.threadPage(threadId)) !== undefined;
  return isKnown ? <ThreadView threadId={threadId} /> : <ThreadSkeleton />;
}
