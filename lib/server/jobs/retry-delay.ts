import "server-only";

const FIRST_MS = 4_000;
const LONGEST_MS = 120_000;

/**
 * How long to wait before the next sending, in milliseconds: what the service asked for, else doubling from 4 s.
 * Up to a quarter more by `chance` (0 to 1), so that a crowd does not come back at once.
 */
export function retryDelayMs(
  attempts: number,
  retryAfterMs: number | undefined,
  chance: number,
): number {
  const doubled = FIRST_MS * 2 ** Math.max(0, attempts - 1);
  const wanted = Math.min(retryAfterMs ?? doubled, LONGEST_MS);
  return Math.round(wanted * (1 + chance / 4));
}
