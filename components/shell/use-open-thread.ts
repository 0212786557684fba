"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { threadAt, threadPath } from "@/components/shell/thread-address";
import { isThreadKnown } from "@/lib/client/known-threads";
import type { ThreadId } from "@/lib/contracts/ids";

export type OpenThread = {
  open: (threadId: ThreadId) => void;
  /** For links: opens a cached thread without a request. False leaves the navigation to the link. */
  openFromCache: (threadId: ThreadId) => boolean;
};

/** The last requested thread: of two quick clicks the second wins. */
let requested: ThreadId | null = null;

let preloadThreadView: () => Promise<boolean> = () => Promise.resolve(false);

/**
 * Sets how to preload the thread view, which the start page does not include. A setter, so that the shell does not
 * import the page.
 */
export function setThreadPreload(preload: () => Promise<boolean>): void {
  preloadThreadView = preload;
}

/**
 * Opens threads. From the start page and from another thread, opening a cached thread only changes the address; both
 * pages render the thread it names (`NewThread`, `ThreadFrame`). Everything else goes through the router.
 */
export function useOpenThread(): OpenThread {
  const client = useQueryClient();
  const router = useRouter();
  return useMemo(() => {
    const goFromStart = async (threadId: ThreadId) => {
      const isLoaded = await preloadThreadView();
      // The user navigated elsewhere in the meantime.
      if (requested !== threadId || window.location.pathname !== "/") return;
      if (isLoaded) showAt(threadPath(threadId));
      else router.push(threadPath(threadId));
    };
    const openFromCache = (threadId: ThreadId) => {
      requested = threadId;
      if (!isThreadKnown(client, threadId)) return false;
      const from = window.location.pathname;
      if (from === "/") void goFromStart(threadId);
      else if (threadAt(from) !== null) showAt(threadPath(threadId));
      else return false;
      return true;
    };
    const open = (threadId: ThreadId) => {
      if (!openFromCache(threadId)) router.push(threadPath(threadId));
    };
    return { open, openFromCache };
  }, [client, router]);
}

/** Like a link: the current address adds no history entry. */
function showAt(address: string): void {
  const { pathname, search } = window.location;
  if (pathname + search === address) window.history.replaceState(null, "", address);
  else window.history.pushState(null, "", address);
}
