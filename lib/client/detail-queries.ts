import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { AnswerPath } from "@/lib/contracts/answers";
import type { GenerationId, ImageId, ThreadId, TurnId } from "@/lib/contracts/ids";

/** How the reads are made that a thread's parts make when they are shown: its versions, the line, a picture's details. */

export function threadTreeQuery(threadId: ThreadId) {
  return queryOptions({
    queryKey: keys.threadTree(threadId),
    queryFn: ({ signal }) => call("threads.tree", { signal, params: { threadId } }),
    // The events keep it current.
    staleTime: Number.POSITIVE_INFINITY,
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

/** A generation's way upstream and back; read anew when its details are opened, since it may have come further. */
export function generationQuery(generationId: GenerationId) {
  return queryOptions({
    queryKey: keys.generation(generationId),
    queryFn: ({ signal }) => call("generations.detail", { signal, params: { generationId } }),
    staleTime: 2_000,
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
