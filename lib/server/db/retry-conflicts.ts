import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { isWriteConflict } from "@/lib/server/errors";
import { errorFields, log } from "@/lib/server/log";

/** Including the first run. With the pauses below the last one starts about a second after the first. */
const RUNS_MAX = 6;
const FIRST_PAUSE_MS = 20;

type Options = {
  /** For tests. */
  pause?: (ms: number) => Promise<unknown>;
  /** 0 to 1; jitter for runs that failed together. */
  random?: () => number;
};

/**
 * Runs `work` again if PostgreSQL aborted it with a deadlock or a serialization failure: it was rolled back as a whole
 * and may succeed the next time. At most six runs, with growing pauses.
 * `work` must be a whole transaction (or one statement outside of any), and must change nothing but the database, since
 * it may run several times.
 * @throws the error of the last run
 */
export async function retryConflicts<T>(
  work: () => Promise<T>,
  { pause = wait, random = Math.random }: Options = {},
): Promise<T> {
  for (let run = 1; ; run += 1) {
    try {
      return await work();
    } catch (error) {
      if (run >= RUNS_MAX || !isWriteConflict(error)) throw error;
      log.warn(
        { ...errorFields(error), event: "database.conflict", run },
        "a transaction met a deadlock or a serialization failure and runs again",
      );
      await pause(FIRST_PAUSE_MS * 2 ** (run - 1) * (0.5 + random()));
    }
  }
}
