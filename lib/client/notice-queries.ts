import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";

/** What others did with your links, newest first, page by page. An event reports changes. */
export function noticesQuery() {
  return infiniteQueryOptions({
    queryKey: [...keys.notices(), "list"],
    queryFn: ({ signal, pageParam }) =>
      call("notices.list", { signal, query: { cursor: pageParam ?? undefined } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 5_000,
  });
}

/** How many notices are unread, at most 100. */
export function unreadQuery() {
  return queryOptions({
    queryKey: [...keys.notices(), "unread"],
    queryFn: ({ signal }) => call("notices.unread", { signal }),
    staleTime: 60_000,
  });
}

/** Which notices you get. The profile page prefetches it. */
export function noticeSettingsQuery() {
  return queryOptions({
    queryKey: keys.noticeSettings(),
    queryFn: ({ signal }) => call("account.notices", { signal }),
    staleTime: 10_000,
  });
}
