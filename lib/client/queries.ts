import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys, type ThreadView } from "@/lib/client/query-keys";
import type { ThreadId, TurnId } from "@/lib/contracts/ids";

/**
 * Queries of the studio's first page; others are in `detail-queries.ts` and `settings-queries.ts`, so that their code
 * loads later. Data that events keep current never goes stale (`staleTime: Infinity`): no polling, no refetch on focus.
 */
const KEPT_BY_EVENTS = { staleTime: Number.POSITIVE_INFINITY };

export function studioQuery() {
  return queryOptions({
    queryKey: keys.studio(),
    queryFn: ({ signal }) => call("studio.state", { signal }),
    ...KEPT_BY_EVENTS,
  });
}

/** The thread list, page by page, pinned first and then by last activity. */
export function threadsQuery(view: ThreadView = "active", query = "") {
  return infiniteQueryOptions({
    queryKey: keys.threads(view, query),
    queryFn: ({ signal, pageParam }) =>
      call("threads.list", {
        signal,
        query: { view, query: query || undefined, cursor: pageParam ?? undefined },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    // Only the server knows a search's matches, so searches go stale; plain lists follow events.
    staleTime: query ? 10_000 : Number.POSITIVE_INFINITY,
  });
}

/** The newest turns of the path through `at`; null means the newest turn. */
export function threadPageQuery(threadId: ThreadId, at: TurnId | null = null) {
  return queryOptions({
    queryKey: keys.threadPage(threadId, at),
    queryFn: ({ signal }) =>
      call("threads.page", { signal, params: { threadId }, query: { at: at ?? undefined } }),
    ...KEPT_BY_EVENTS,
  });
}

/** Images of the workspace, newest first. */
export function imagesQuery(query = "") {
  return infiniteQueryOptions({
    queryKey: keys.images(query),
    queryFn: ({ signal, pageParam }) =>
      call("images.list", {
        signal,
        query: { query: query || undefined, cursor: pageParam ?? undefined },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 10_000,
  });
}
