/**
 * Two signals from one source within this time count as one: a terminal and a supervisor may both forward the same
 * signal.
 */
export const SAME_SIGNAL_MS = 1_000;

/** npm forwards a signal that the terminal or supervisor has already sent us; on a busy machine that takes a while. */
const SAME_SIGNAL_UNDER_NPM_MS = 3_000;

/** Whether npm started this process. */
export const isUnderNpm = process.env.npm_lifecycle_event !== undefined;

/** Options of `countStops` for the process that was started. */
export function stopOptions() {
  return isUnderNpm ? { sameMs: SAME_SIGNAL_UNDER_NPM_MS } : {};
}

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
