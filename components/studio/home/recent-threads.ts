import type { ThreadSummary } from "@/lib/contracts/threads";

const MOST = 16;

/** The threads that the home page shows: those in progress first, then those with a picture, latest first. */
export function recentThreads(threads: readonly ThreadSummary[]): ThreadSummary[] {
  return threads
    .filter(({ cover, underWay }) => cover !== null || underWay > 0)
    .toSorted(
      (a, b) =>
        Number(b.underWay > 0) - Number(a.underWay > 0) ||
        Date.parse(b.lastActivityAt) - Date.parse(a.lastActivityAt),
    )
    .slice(0, MOST);
}
