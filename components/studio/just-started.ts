import type { ThreadId } from "@/lib/contracts/ids";

let startedId: ThreadId | null = null;

/** Notes that a thread was begun in this tab a moment ago: whoever shows it next gives the composer the focus back. */
export function markStarted(threadId: ThreadId): void {
  startedId = threadId;
}

export function isJustStarted(threadId: ThreadId): boolean {
  return startedId === threadId;
}

/** The thread's own page has taken over; from now on the thread is like any other. */
export function forgetStarted(): void {
  startedId = null;
}
