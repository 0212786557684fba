import "server-only";

const FIRST_MS = 4_000;
const LONGEST_MS = 120_000;
/** "Retry-After: 0" must not cause three requests in a row. */
const LEAST_MS = 1_000;

/**
 * The delay before the next attempt in milliseconds: what the upstream asked for (never less; it was bounded when
 * read), else doubling from 4 s. `chance` (0 to 1) adds up to a quarter, so that retries do not arrive at once.
 */
export function retryDelayMs(
  attempts: number,
  retryAfterMs: number | undefined,
  chance: number,
): number {
  const doubled = FIRST_MS * 2 ** Math.max(0, attempts - 1);
  const delayMs =
    retryAfterMs === undefined ? Math.min(doubled, LONGEST_MS) : Math.max(retryAfterMs, LEAST_MS);
  return Math.round(delayMs * (1 + chance / 4));
}
