import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { ShareId, WorkspaceId } from "@/lib/contracts/ids";
import type { ShareTarget } from "@/lib/contracts/shares";

/** Events report changes; openings by visitors do not, so opening a list refetches it. */
const FRESH_MS = 5_000;

/** Your links, or everyone's; newest first, page by page. */
export function sharesQuery(whose: "mine" | "all") {
  return infiniteQueryOptions({
    queryKey: [...keys.shares(), "list", whose],
    queryFn: ({ signal, pageParam }) =>
      call("shares.list", {
        signal,
        query: { ...(whose === "all" && { all: "true" }), cursor: pageParam ?? undefined },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: FRESH_MS,
  });
}

/** Your links that show just this. A selection has none: its pictures are a new choice each time. */
export function sharesOfQuery(target: ShareTarget) {
  const query =
    target.kind === "image"
      ? { imageId: target.id }
      : target.kind === "thread"
        ? { threadId: target.id }
        : target.kind === "collection"
          ? { collectionId: target.id }
          : null;
  return queryOptions({
    queryKey: [...keys.shares(), "of", query],
    queryFn: ({ signal }) => call("shares.list", { signal, query: query ?? {} }),
    enabled: query !== null,
    staleTime: FRESH_MS,
  });
}

/** What is shared, for the marks on it. */
export function shareBadgesQuery() {
  return queryOptions({
    queryKey: [...keys.shares(), "badges"],
    queryFn: ({ signal }) => call("shares.badges", { signal }),
    staleTime: 60_000,
  });
}

/** Which links the workspace allows. */
export function sharePolicyQuery(workspaceId: WorkspaceId) {
  return queryOptions({
    queryKey: [...keys.shares(), "policy", workspaceId],
    queryFn: ({ signal }) => call("shares.policy", { signal, params: { workspaceId } }),
    staleTime: 60_000,
  });
}

/** Comments, picks and verdicts of a link; an event reports changes. */
export function shareReviewQuery(shareId: ShareId) {
  return queryOptions({
    queryKey: [...keys.shares(), "review", shareId],
    queryFn: ({ signal }) => call("shares.review", { signal, params: { shareId } }),
    staleTime: FRESH_MS,
  });
}

/** The openings of a link, newest first, page by page. */
export function shareVisitsQuery(shareId: ShareId) {
  return infiniteQueryOptions({
    queryKey: [...keys.shares(), "visits", shareId],
    queryFn: ({ signal, pageParam }) =>
      call("shares.access", {
        signal,
        params: { shareId },
        query: { cursor: pageParam ?? undefined },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: FRESH_MS,
  });
}
