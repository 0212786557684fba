import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { keys, type ThreadView } from "@/lib/client/query-keys";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ThreadList, ThreadSummary } from "@/lib/contracts/threads";

export type ThreadListPages = InfiniteData<ThreadList, string | null>;

/**
 * List order: pinned first, then by last activity, then by id, newest first. Pinned threads are in the order of
 * pinning, which only the server knows and this comparison never decides.
 */
export function compareThreads(a: ThreadSummary, b: ThreadSummary): number {
  if (a.isPinned !== b.isPinned) return a.isPinned ? -1 : 1;
  if (a.lastActivityAt !== b.lastActivityAt) return a.lastActivityAt < b.lastActivityAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

/** Moves a thread to its position in a cached list, or removes it. Returns the same object if nothing changes. */
export function placeThread(
  pages: ThreadListPages,
  thread: ThreadSummary,
  isListed: boolean,
): ThreadListPages {
  if (isListed && thread.isPinned && isPinnedIn(pages, thread.id)) return swapThread(pages, thread);
  const without = takeThread(pages, thread.id);
  if (!isListed) return without;
  let isPlaced = false;
  const placed = without.pages.map((page, index) => {
    if (isPlaced) return page;
    // A newly pinned thread goes above earlier ones.
    const at = thread.isPinned ? 0 : page.threads.findIndex((o) => compareThreads(thread, o) < 0);
    const isEnd = index === without.pages.length - 1 && page.nextCursor === null;
    // Beyond the loaded pages it is left out; the next page will include it.
    if (at < 0 && !isEnd) return page;
    isPlaced = true;
    const threads = [...page.threads];
    threads.splice(at < 0 ? threads.length : at, 0, thread);
    return { ...page, threads };
  });
  return { ...without, pages: placed };
}

/** Removes a thread from a cached list. Returns the same object if it is not there. */
export function takeThread(pages: ThreadListPages, threadId: ThreadId): ThreadListPages {
  if (!pages.pages.some((page) => page.threads.some((thread) => thread.id === threadId))) {
    return pages;
  }
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      threads: page.threads.filter((thread) => thread.id !== threadId),
    })),
  };
}

/** Writes a thread's new summary into every cached list and page. */
export function patchThread(client: QueryClient, thread: ThreadSummary): void {
  for (const [key, pages] of client.getQueriesData<ThreadListPages>({
    queryKey: keys.allThreads(),
  })) {
    if (!pages) continue;
    const [, view, query] = key as ReturnType<typeof keys.threads>;
    const isOfView = viewOf(thread) === view;
    // Only the server knows a search's matches: a thread may change or disappear there, but not appear.
    const wasThere = pages.pages.some((page) => page.threads.some((t) => t.id === thread.id));
    client.setQueryData(key, placeThread(pages, thread, isOfView && (query === "" || wasThere)));
  }
}

export function removeThread(client: QueryClient, threadId: ThreadId): void {
  client.setQueriesData<ThreadListPages>({ queryKey: keys.allThreads() }, (pages) =>
    pages ? takeThread(pages, threadId) : pages,
  );
}

/** The summary from any cached list. */
export function findThread(client: QueryClient, threadId: ThreadId): ThreadSummary | null {
  for (const [, pages] of client.getQueriesData<ThreadListPages>({ queryKey: keys.allThreads() })) {
    for (const page of pages?.pages ?? []) {
      const found = page.threads.find((thread) => thread.id === threadId);
      if (found) return found;
    }
  }
  return null;
}

function isPinnedIn(pages: ThreadListPages, threadId: ThreadId): boolean {
  return pages.pages.some((page) => page.threads.some((t) => t.id === threadId && t.isPinned));
}

function swapThread(pages: ThreadListPages, thread: ThreadSummary): ThreadListPages {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      threads: page.threads.map((other) => (other.id === thread.id ? thread : other)),
    })),
  };
}

function viewOf(thread: ThreadSummary): ThreadView {
  return thread.isArchived ? "archived" : "active";
}
