/** Two signals from one source within this time are one: a terminal and a supervisor may both pass on the same. */
export const SAME_SIGNAL_MS = 1_000;

/**
 * Counts requests to stop. One request often arrives by several ways at once (a supervisor signals every process, and a
 * parent passes its own signal on), so each source counts for itself and the highest count is the level. A process that
 * hears of one request from two sources, however far apart on a busy machine, is never at level 2.
 *
 * @param {(level: number) => void} onLevel called once for each new level, from 1
 * @param {{ sameMs?: number, now?: () => number }} [options]
 * @returns {(source: string) => void} to be called with each signal
 */
export function countStops(onLevel, { sameMs = SAME_SIGNAL_MS, now = Date.now } = {}) {
  const heard = new Map();
  let level = 0;
  return (source) => {
    const before = heard.get(source);
    const at = now();
    const isRepeated = before !== undefined && at - before.at <= sameMs;
    const count = (before?.count ?? 0) + (isRepeated ? 0 : 1);
    heard.set(source, { count, at });
    if (count <= level) return;
    level = count;
    onLevel(level);
  };
}
