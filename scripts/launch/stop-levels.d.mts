export const SAME_SIGNAL_MS: number;

/**
 * Counts requests to stop, each source for itself; the highest count is the level.
 * @param onLevel called once for each new level, from 1
 */
export function countStops(
  onLevel: (level: number) => void,
  options?: { sameMs?: number; now?: () => number },
): (source: string) => void;
