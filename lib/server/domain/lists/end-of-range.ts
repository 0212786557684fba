import "server-only";

const DAY_MS = 86_400_000;

/** The exclusive end of a filter's `to`: a date ends when the next day begins, a timestamp is exact. */
export function endOfRange(to: string): Date {
  const at = new Date(to);
  return to.includes("T") ? at : new Date(at.getTime() + DAY_MS);
}
