import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { AttemptOutcome } from "@/lib/contracts/attempt-outcomes";

/** How the settings' pages read. What the event stream keeps current never goes stale by age. */
const KEPT_BY_EVENTS = { staleTime: Number.POSITIVE_INFINITY };

/** Sendings, newest first, a page at a time; whoever looks at bills may wait for fresh ones. */
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

/** What was spent, by day, model and member; as fresh as bills need to be. */
export function spendingQuery(query: { from?: string; to?: string }) {
  return queryOptions({
    queryKey: keys.spending(query),
    queryFn: ({ signal }) => call("usage.spending", { signal, query }),
    staleTime: 10_000,
  });
}

/** The page of the keys; an event says when one was set or removed. */
export function broughtKeysQuery() {
  return queryOptions({
    queryKey: keys.broughtKeys(),
    queryFn: ({ signal }) => call("keys.state", { signal }),
    ...KEPT_BY_EVENTS,
  });
}

/** The page of the budgets; its limits come by events, its sums when it is opened. */
export function budgetsQuery() {
  return queryOptions({
    queryKey: keys.budgets(),
    queryFn: ({ signal }) => call("budgets.state", { signal }),
    staleTime: 10_000,
  });
}

/** The connection check's page: each step of a check comes as an event. */
export function upstreamQuery() {
  return queryOptions({
    queryKey: keys.upstream(),
    queryFn: ({ signal }) => call("upstream.state", { signal }),
    ...KEPT_BY_EVENTS,
  });
}
