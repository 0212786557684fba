import type { ThreadId } from "@/lib/contracts/ids";

let startedId: ThreadId | null = null;

/** Marks a thread as just created in this tab, so that its view focuses the composer. */
export function markStarted(threadId: ThreadId): void {
  startedId = threadId;
}

/** Whether this thread was just created; true only once. */
export function takeStarted(threadId: ThreadId): boolean {
  const isStarted = startedId === threadId;
  if (isStarted) startedId = null;
  return isStarted;
}
