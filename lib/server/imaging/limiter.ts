import "server-only";

/** Runs a bounded number of jobs at once; others wait in order of arrival. */
export interface Limiter {
  /** Runs `work` when a slot is free; resolves or rejects with its result. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** @param places the number of slots; `RangeError` unless an integer of at least 1 */
export function createLimiter(places: number): Limiter {
  if (!Number.isInteger(places) || places < 1) throw new RangeError("at least one place");
  let free = places;
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
