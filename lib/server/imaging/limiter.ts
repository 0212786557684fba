import "server-only";

/** Runs a bounded number of jobs at once; others wait in order of arrival. */
export interface Limiter {
  /** Runs `work` when a slot is free; resolves or rejects with its result. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** @param slots the number of slots; `RangeError` unless an integer of at least 1 */
export function createLimiter(slots: number): Limiter {
  if (!Number.isInteger(slots) || slots < 1) throw new RangeError("at least one slot");
  let free = slots;
  const waiting: (() => void)[] = [];

  return {
    async run(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((admit) => waiting.push(admit));
      try {
        return await work();
      } finally {
        // The slot passes directly to the next in the queue, so that no newcomer can overtake.
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
