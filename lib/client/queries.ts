import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys, type ThreadView } from "@/lib/client/query-keys";
import type { AttemptOutcome } from "@/lib/contracts/attempt-outcomes";
import type { AnswerPath } from "@/lib/contracts/answers";
import type { GenerationId, ImageId, ThreadId, TurnId } from "@/lib/contracts/ids";

/**
 * How each read is made. Whatever the event stream keeps current never goes stale by age
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

export function threadTreeQuery(threadId: ThreadId) {
  return queryOptions({
    queryKey: keys.threadTree(threadId),
    queryFn: ({ signal }) => call("threads.tree", { signal, params: { threadId } }),
    ...KEPT_BY_EVENTS,
  });
}

/** Who waits where for a free place; asked again when the event stream says that the line has moved. */
export function lineQuery() {
  return queryOptions({
    queryKey: keys.line(),
    queryFn: ({ signal }) => call("generations.line", { signal }),
    // Another plate on the page asks for itself, but all of a page's plates ask once.
    staleTime: 1_000,
  });
}

/** A picture's details do not change once it exists. */
export function imageQuery(imageId: ImageId) {
  return queryOptions({
    queryKey: keys.image(imageId),
    queryFn: ({ signal }) => call("images.detail", { signal, params: { imageId } }),
    staleTime: Number.POSITIVE_INFINITY,
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

/** A generation's way upstream and back; read anew when its details are opened, since it may have come further. */
export function generationQuery(generationId: GenerationId) {
  return queryOptions({
    queryKey: keys.generation(generationId),
    queryFn: ({ signal }) => call("generations.detail", { signal, params: { generationId } }),
    staleTime: 2_000,
  });
}

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

/** A part of a raw answer, which stays as it is until it is gone. */
export function answerPartQuery(generationId: GenerationId, at: AnswerPath, from: number) {
  const path = JSON.stringify(at);
  return queryOptions({
    queryKey: keys.answerPart(generationId, path, from),
    queryFn: ({ signal }) =>
      call("generations.answer", {
        signal,
        params: { generationId },
        query: { at: path, from: String(from) },
      }),
    staleTime: 60_000,
    retry: false,
  });
}

/** What went upstream for a turn. */
export function turnRequestQuery(turnId: TurnId) {
  return queryOptions({
    queryKey: keys.turnRequest(turnId),
    queryFn: ({ signal }) => call("turns.request", { signal, params: { turnId } }),
    staleTime: Number.POSITIVE_INFINITY,
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
