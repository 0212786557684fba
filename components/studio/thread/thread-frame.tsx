"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useParams, usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { threadAt } from "@/components/shell/thread-address";
import { ThreadView } from "@/components/studio/thread/thread-view";
import { isThreadKnown } from "@/lib/client/known-threads";

/**
 * Shows the thread that the address names. A thread cached at navigation is shown from the cache and stays, even when
 * the router later has the server's page of it (for example in another language): replacing it would close what was
 * opened meanwhile. Any other thread is the server's page, `children`.
 */
export function ThreadFrame({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const pathname = usePathname();
  const threadId = threadAt(pathname);
  const look = () => ({ pathname, isKnown: threadId !== null && isThreadKnown(client, threadId) });
  const [arrival, setArrival] = useState(look);
  if (arrival.pathname !== pathname) setArrival(look());
  // After a client navigation the router still holds the page of an earlier thread.
  const isServed = useParams<{ threadId?: string }>().threadId === threadId;
  return threadId !== null && (arrival.isKnown || !isServed) ? (
    <ThreadView threadId={threadId} />
  ) : (
    children
  );
}
