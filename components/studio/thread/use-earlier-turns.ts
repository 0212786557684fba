"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { endOf, withEarlier } from "@/components/studio/thread/selection";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { ThreadId, TurnId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";

/** Load earlier turns this far ahead, so that a steady scroll never reaches the edge. */
const AHEAD = "800px 0px 0px 0px";

type Earlier = {
  state: "idle" | "loading" | "failed";
  load: () => Promise<void>;
  /** An element at the top of the column; earlier turns load when it nears the viewport. */
  sentinel: RefObject<HTMLDivElement | null>;
};

/** Loads the turns before a page of a path, one page at a time. */
export function useEarlierTurns(threadId: ThreadId, at: TurnId | null, page: ThreadPage): Earlier {
  const client = useQueryClient();
  const [state, setState] = useState<Earlier["state"]>("idle");
  const isLoading = useRef(false);
  const sentinel = useRef<HTMLDivElement>(null);
  const { hasEarlier } = page;
  const first = page.path[0]?.id;

  const load = useCallback(async () => {
    if (isLoading.current || !first) return;
    isLoading.current = true;
    setState("loading");
    try {
      const last = endOf(page.path)?.id;
      // `at` is the path's own end, so that newer branches do not matter.
      const query = { at: last, before: first };
      const earlier = await call("threads.page", { params: { threadId }, query });
      client.setQueryData<ThreadPage>(keys.threadPage(threadId, at), (now) =>
        now && now.path[0]?.id === first ? withEarlier(now, earlier) : now,
      );
      setState("idle");
    } catch {
      setState("failed");
    } finally {
      isLoading.current = false;
    }
  }, [at, client, first, page.path, threadId]);

  useEffect(() => {
    const element = sentinel.current;
    if (!element || !hasEarlier || state !== "idle") return undefined;
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void load();
      },
      { root: element.closest("[data-thread-scroller]"), rootMargin: AHEAD },
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [hasEarlier, load, state]);

  return { state, load, sentinel };
}
