import "server-only";

const FIRST_MS = 4_000;
const LONGEST_MS = 120_000;
/** "Retry-After: 0" is no leave to sendRequest three times in a row. */
const LEAST_MS = 1_000;

/**
 * How long to wait before the next sending, in milliseconds: what the service asked for (never less, and it was bounded when
 * it was read), else doubling from 4 s.
 * Up to a quarter more by `chance` (0 to 1), so that a crowd does not come back at once.
 */
export function retryDelayMs(
  attempts: number,
  retryAfterMs: number | undefined,
  chance: number,
): number {
  const doubled = FIRST_MS * 2 ** Math.max(0, attempts - 1);
  const wanted =
    retryAfterMs === undefined ? Math.min(doubled, LONGEST_MS) : Math.max(retryAfterMs, LEAST_MS);
  return Math.round(wanted * (1 + chance / 4));
}
