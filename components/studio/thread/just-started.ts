import type { ThreadId } from "@/lib/contracts/ids";

let startedId: ThreadId | null = null;

/** Notes that a thread was begun in this tab a moment ago: whoever shows it gives the composer the focus back. */
export function markStarted(threadId: ThreadId): void {
  startedId = threadId;
}

/** Whether it was this thread. Asked once; from then on it is like any other. */
export function takeStarted(threadId: ThreadId): boolean {
  const isIt = startedId === threadId;
  if (isIt) startedId = null;
  return isIt;
}
