"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { threadAt, threadPath } from "@/components/studio/thread-address";
import { ThreadPiece } from "@/components/studio/thread-piece";
import { isThreadKnown } from "@/lib/client/known-threads";
import type { ThreadId } from "@/lib/contracts/ids";

export type ThreadWay = {
  go: (threadId: ThreadId) => void;
  /** For a link: goes to a thread that the tab knows, without asking the server. False leaves it to the link. */
  goAtOnce: (threadId: ThreadId) => boolean;
};

/** Where one wanted to go last: of two quick presses the second counts. */
let wanted: ThreadId | null = null;

/**
 * How one goes to a thread. From the start page and from another thread only the address changes, where the thread is
 * known: both show the thread that it names (`NewThread`, `ThreadStage`). Anything else is the router's.
 */
export function useThreadWay(): ThreadWay {
  const client = useQueryClient();
  const router = useRouter();
  return useMemo(() => {
    const goFromStart = async (threadId: ThreadId) => {
      const isThere = await ThreadPiece.preload();
      // Whoever has gone elsewhere meanwhile stays there.
      if (wanted !== threadId || window.location.pathname !== "/") return;
      if (isThere) showAt(threadPath(threadId));
      else router.push(threadPath(threadId));
    };
    const goAtOnce = (threadId: ThreadId) => {
      wanted = threadId;
      if (!isThreadKnown(client, threadId)) return false;
      const from = window.location.pathname;
      if (from === "/") void goFromStart(threadId);
      else if (threadAt(from) !== null) showAt(threadPath(threadId));
      else return false;
      return true;
    };
    const go = (threadId: ThreadId) => {
      if (!goAtOnce(threadId)) router.push(threadPath(threadId));
    };
    return { go, goAtOnce };
  }, [client, router]);
}

/** As with any link, the address where one is already is no new step for the Back button. */
function showAt(address: string): void {
  const { pathname, search } = window.location;
  if (pathname + search === address) window.history.replaceState(null, "", address);
  else window.history.pushState(null, "", address);
}
