import { toId } from "@/components/shell/address-id";
import type { ThreadId } from "@/lib/contracts/ids";

export function threadPath(threadId: ThreadId): string {
  return `/t/${threadId}`;
}

/** The thread id in a path; null where there is none. */
export function threadAt(pathname: string): ThreadId | null {
  return toId<ThreadId>(/^\/t\/([^/]+)$/.exec(pathname)?.[1]);
}
