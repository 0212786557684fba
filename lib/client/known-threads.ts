import type { QueryClient } from "@tanstack/react-query";
import { CallError } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import { tabWorkspace } from "@/lib/client/workspace";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";

/** Whether the tab can show a thread's newest end from its cache, which events have kept current. */
export function isThreadKnown(client: QueryClient, threadId: ThreadId): boolean {
  const state = client.getQueryState<ThreadPage>(keys.threadPage(threadId));
  // A thread of another workspace opens with a full page load.
  if (state?.data?.thread.workspaceId !== tabWorkspace()) return false;
  return !isGone(state?.error);
}

/** Whether the server answered that the thread does not exist, whatever the cache holds. */
export function isGone(error: unknown): boolean {
  return error instanceof CallError && error.code === "not_found";
}
