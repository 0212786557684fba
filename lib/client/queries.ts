import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys, type ThreadView } from "@/lib/client/query-keys";
import type { ThreadId, TurnId } from "@/lib/contracts/ids";

/**
 * How each read of the studio's first page is made; the others stand in `detail-queries.ts` and `settings-queries.ts`,
 * so that nobody waits for them. Whatever the event stream keeps current never goes stale by age
 * (`staleTime: Infinity`): there is no polling and no refetching on focus.
 */
const KEPT_BY_EVENTS = { staleTime: Number.POSITIVE_INFINITY };

export function studioQuery() {
  return queryOptions({
    queryKey: keys.studio(),
    queryFn: ({ signal }) => call("studio.state", { signal }),
    ...KEPT_BY_EVENTS,
  });
}

/** The list of threads, a page at a time, pinned first and then by last activity. */
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
    // A search's matches are the server's to know, so it is asked again; the plain lists follow the events.
    staleTime: query ? 10_000 : Number.POSITIVE_INFINITY,
  });
}

/** The newest turns of the path through `at`; null stands at the newest turn. */
export function threadPageQuery(threadId: ThreadId, at: TurnId | null = null) {
  return queryOptions({
    queryKey: keys.threadPage(threadId, at),
    queryFn: ({ signal }) =>
      call("threads.page", { signal, params: { threadId }, query: { at: at ?? undefined } }),
    ...KEPT_BY_EVENTS,
  });
}

/** Earlier pictures of the workspace, newest first. */
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
