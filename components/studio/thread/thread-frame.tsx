"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useParams, usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { threadAt } from "@/components/shell/thread-address";
import { ThreadView } from "@/components/studio/thread/thread-view";
import { isThreadKnown } from "@/lib/client/known-threads";

/**
 * Where a thread stands, whichever it is. One that the tab knows as it goes there is shown from the cache, and stays, also
 * when the router has the server's page of it later (from the settings, in another language): that in its place would close
 * what was opened meanwhile. Any other thread is the server's page, `children`.
 */
export function ThreadFrame({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const pathname = usePathname();
  const threadId = threadAt(pathname);
  const look = () => ({ pathname, isKnown: threadId !== null && isThreadKnown(client, threadId) });
  const [arrival, setArrival] = useState(look);
  if (arrival.pathname !== pathname) setArrival(look());
  // An address that was gone to without the server: what the router holds is the page of a thread before.
  const isServed = useParams<{ threadId?: string }>().threadId === threadId;
  return threadId !== null && (arrival.isKnown || !isServed) ? (
    <ThreadView threadId={threadId} />
  ) : (
    children
  );
}
