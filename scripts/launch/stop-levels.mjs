/**
 * Two signals from one source within this time count as one: a terminal and a supervisor may both forward the same
 * signal.
 */
export const SAME_SIGNAL_MS = 1_000;

/**
 * Counts stop requests. One request often arrives several times (a supervisor signals every process, and a parent
 * forwards its own signal), so requests are counted per source and the highest count is the level. One request that
 * arrives from two sources never reaches level 2, however far apart they arrive.
 *
 * @param {(level: number) => void} onLevel called once for each new level, from 1
 * @param {{ sameMs?: number, now?: () => number }} [options]
 * @returns {(source: string) => void} call it with each signal
 */
export function countStops(onLevel, { sameMs = SAME_SIGNAL_MS, now = Date.now } = {}) {
  const seen = new Map();
  let level = 0;
  return (source) => {
    const before = seen.get(source);
    const at = now();
    const isRepeated = before !== undefined && at - before.at <= sameMs;
    const count = (before?.count ?? 0) + (isRepeated ? 0 : 1);
    seen.set(source, { count, at });
    if (count <= level) return;
    level = count;
    onLevel(level);
  };
}
