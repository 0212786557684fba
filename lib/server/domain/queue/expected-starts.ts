import "server-only";

/** An overdue call counts as having this share of its usual time left. */
const MIN_LEFT = 0.1;

type Calls = {
  /** Maximum number of calls in flight. */
  slots: number;
  /** The calls in flight: elapsed and usual time in ms. */
  underWay: readonly { elapsedMs: number; usualMs: number }[];
  /** Usual times of the waiting calls in ms, in queue order. */
  waiting: readonly number[];
};

/** When each waiting call starts, in ms from now, if every call takes its usual time. */
export function expectedStarts({ slots, underWay, waiting }: Calls): number[] {
  const ends = underWay.map(({ elapsedMs, usualMs }) =>
    Math.max(usualMs - elapsedMs, usualMs * MIN_LEFT),
  );
  const starts: number[] = [];
  for (const usualMs of waiting) {
    // After the limit was halved, several calls end before the next starts.
    ends.sort((a, b) => a - b);
    const next = ends.length < slots ? 0 : (ends[ends.length - slots] ?? 0);
    starts.push(next);
    ends.splice(0, Math.max(0, ends.length - slots + 1));
    ends.push(next + usualMs);
  }
  return starts;
}
