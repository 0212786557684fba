import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { AttemptOutcome } from "@/lib/contracts/attempt-outcomes";

/** Queries of the settings pages. Data that events keep current never goes stale. */
const KEPT_BY_EVENTS = { staleTime: Number.POSITIVE_INFINITY };

/** Attempts, newest first, page by page. */
export function attemptsQuery(query: { outcome: AttemptOutcome; from?: string; to?: string }) {
  return infiniteQueryOptions({
    queryKey: keys.attempts(query),
    queryFn: ({ signal, pageParam }) =>
      call("usage.attempts", { signal, query: { ...query, cursor: pageParam ?? undefined } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 10_000,
  });
}

/** Spending by day, model and member. */
export function spendingQuery(query: { from?: string; to?: string }) {
  return queryOptions({
    queryKey: keys.spending(query),
    queryFn: ({ signal }) => call("usage.spending", { signal, query }),
    staleTime: 10_000,
  });
}

/** The API keys page; an event reports changes. */
export function storedKeysQuery() {
  return queryOptions({
    queryKey: keys.storedKeys(),
    queryFn: ({ signal }) => call("keys.state", { signal }),
    ...KEPT_BY_EVENTS,
  });
}

/** The budgets page; events report changed limits, sums are fetched when it opens. */
export function budgetsQuery() {
  return queryOptions({
    queryKey: keys.budgets(),
    queryFn: ({ signal }) => call("budgets.state", { signal }),
    staleTime: 10_000,
  });
}

/** The connection check; each step arrives as an event. */
export function upstreamQuery() {
  return queryOptions({
    queryKey: keys.upstream(),
    queryFn: ({ signal }) => call("upstream.state", { signal }),
    ...KEPT_BY_EVENTS,
  });
}
