"use client";

import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import { findThread, patchThread, removeThread } from "@/lib/client/thread-lists";
import type { ThreadId } from "@/lib/contracts/ids";
import type { BodyOf } from "@/lib/contracts/operations";
import type { ThreadPage, ThreadSummary } from "@/lib/contracts/threads";

export type ThreadChange = { threadId: ThreadId } & BodyOf<"threads.update">;

/**
 * Updates a thread optimistically and rolls back if the server refuses. The caller shows the error (see
 * `useProblemText`).
 */
export function useUpdateThread() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ threadId, ...body }: ThreadChange) =>
      call("threads.update", { params: { threadId }, body }),
    onMutate: ({ threadId, ...change }: ThreadChange) => {
      const before = knownThread(client, threadId);
      if (before) writeThread(client, { ...before, ...change });
      return { before };
    },
    onError: (_error, _change, context) => {
      if (context?.before) writeThread(client, context.before);
    },
    onSuccess: (thread) => writeThread(client, thread),
  });
}

/** Deletes a thread; `useRestoreThread` restores it. */
export function useRemoveThread() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (threadId: ThreadId) => call("threads.remove", { params: { threadId } }),
    onMutate: (threadId: ThreadId) => {
      const before = knownThread(client, threadId);
      removeThread(client, threadId);
      client.setQueryData<boolean>(keys.removedThread(threadId), true);
      return { before };
    },
    onError: (_error, threadId, context) => {
      client.setQueryData<boolean>(keys.removedThread(threadId), false);
      if (context?.before) patchThread(client, context.before);
    },
  });
}

export function useRestoreThread() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (threadId: ThreadId) => call("threads.restore", { params: { threadId }, body: {} }),
    onSuccess: (thread) => {
      writeThread(client, thread);
      client.setQueryData<boolean>(keys.removedThread(thread.id), false);
      void client.invalidateQueries({ queryKey: keys.thread(thread.id) });
    },
  });
}

function knownThread(client: QueryClient, threadId: ThreadId): ThreadSummary | null {
  const listed = findThread(client, threadId);
  if (listed) return listed;
  const pages = client.getQueriesData<ThreadPage>({ queryKey: keys.threadPages(threadId) });
  return pages.find(([, page]) => page)?.[1]?.thread ?? null;
}

function writeThread(client: QueryClient, thread: ThreadSummary): void {
  patchThread(client, thread);
  client.setQueriesData<ThreadPage>({ queryKey: keys.threadPages(thread.id) }, (page) =>
    page ? { ...page, thread } : page,
  );
}
