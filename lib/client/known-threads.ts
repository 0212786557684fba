import type { QueryClient } from "@tanstack/react-query";
import { CallError } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import { standingWorkspace } from "@/lib/client/workspace";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";

/** Whether the tab can show a thread's newest end by itself: it was here before, and the events have kept it true. */
export function isThreadKnown(client: QueryClient, threadId: ThreadId): boolean {
  const state = client.getQueryState<ThreadPage>(keys.threadPage(threadId));
  // One of another workspace of theirs is on its way to a tab of its own.
  if (state?.data?.thread.workspaceId !== standingWorkspace()) return false;
  return !isGone(state?.error);
}

/** What is still in the cache is no thread any more once the server has said that there is none. */
export function isGone(error: unknown): boolean {
  return error instanceof CallError && error.code === "not_found";
}
