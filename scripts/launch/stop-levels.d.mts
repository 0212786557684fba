export const SAME_SIGNAL_MS: number;

/** Whether npm started this process. */
export const isUnderNpm: boolean;

/** Options of `countStops` for the process that was started. */
export function stopOptions(): { sameMs?: number };

/**
 * Counts stop requests per source; the highest count is the level.
 *
 * @param onLevel called once for each new level, from 1
 */
export function countStops(
  onLevel: (level: number) => void,
  options?: { sameMs?: number; now?: () => number },
): (source: string) => void;
