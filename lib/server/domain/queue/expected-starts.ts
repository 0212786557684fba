import "server-only";

/** A call that is overdue may end at any moment; nobody is promised that it ends right now. */
const LEAST_LEFT = 0.1;

type Calls = {
  /** How many calls may be under way. */
  places: number;
  /** Those that are: how long each has taken so far, and its usual time, in ms. */
  underWay: readonly { elapsedMs: number; usualMs: number }[];
  /** The usual times of those that wait, in ms, in the order in which they will begin. */
  waiting: readonly number[];
};

/** In how many ms each of the waiting calls will begin, if every call takes its usual time. */
export function expectedStarts({ places, underWay, waiting }: Calls): number[] {
  const ends = underWay.map(({ elapsedMs, usualMs }) =>
    Math.max(usualMs - elapsedMs, usualMs * LEAST_LEFT),
  );
  const starts: number[] = [];
  for (const usualMs of waiting) {
    // A limit that has just been halved lets several calls end before the next one begins.
    ends.sort((a, b) => a - b);
    const next = ends.length < places ? 0 : (ends[ends.length - places] ?? 0);
    starts.push(next);
    ends.splice(0, Math.max(0, ends.length - places + 1));
    ends.push(next + usualMs);
  }
  return starts;
}
