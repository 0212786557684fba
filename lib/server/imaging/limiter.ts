import "server-only";

/** Lets a bounded number of jobs run at once; the others wait in the order in which they came. */
export interface Limiter {
  /** Runs `work` when a place is free, and passes on what it gives or throws. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** A limiter with `places` places (an integer of at least 1, else `RangeError`). */
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
        // The place goes straight to the next in line, so that no newcomer can slip in between.
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
