import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { AnswerPath } from "@/lib/contracts/answers";
import type { GenerationId, ImageId, ThreadId, TurnId } from "@/lib/contracts/ids";

/** Queries of a thread's lazily loaded parts: versions, queue, image details. */

export function threadTreeQuery(threadId: ThreadId) {
  return queryOptions({
    queryKey: keys.threadTree(threadId),
    queryFn: ({ signal }) => call("threads.tree", { signal, params: { threadId } }),
    // Events keep it current.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Queue positions; refetched when the event stream reports a change. */
export function lineQuery() {
  return queryOptions({
    queryKey: keys.line(),
    queryFn: ({ signal }) => call("generations.line", { signal }),
    // All waiting plates of a page share one fetch.
    staleTime: 1_000,
  });
}

/** Details of an existing image do not change. */
export function imageQuery(imageId: ImageId) {
  return queryOptions({
    queryKey: keys.image(imageId),
    queryFn: ({ signal }) => call("images.detail", { signal, params: { imageId } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What led to an image and went on from it; image events refetch it. */
export function lineageQuery(imageId: ImageId) {
  return queryOptions({
    queryKey: keys.lineage(imageId),
    queryFn: ({ signal }) => call("images.lineage", { signal, params: { imageId } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A generation's details; refetched when opened, because it may have progressed. */
export function generationQuery(generationId: GenerationId) {
  return queryOptions({
    queryKey: keys.generation(generationId),
    queryFn: ({ signal }) => call("generations.detail", { signal, params: { generationId } }),
    staleTime: 2_000,
  });
}

/** A part of a raw answer, which never changes. */
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

/** What a turn sent upstream. */
export function turnRequestQuery(turnId: TurnId) {
  return queryOptions({
    queryKey: keys.turnRequest(turnId),
    queryFn: ({ signal }) => call("turns.request", { signal, params: { turnId } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
