import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { isWriteConflict } from "@/lib/server/errors";
import { errorFields, log } from "@/lib/server/log";

/** The first run included. With the pauses below the last one begins about a second after the first. */
const RUNS_MAX = 6;
const FIRST_PAUSE_MS = 20;

type Options = {
  /** Tests give their own. */
  pause?: (ms: number) => Promise<unknown>;
  /** 0 to 1; spreads runs that failed together. */
  random?: () => number;
};

/**
 * Runs `work` again when PostgreSQL ended it by a deadlock or a serialization failure: it was rolled back as a whole and
 * may well pass the next time. At most six runs, with growing pauses.
 *
 * `work` must be a whole transaction (or one statement outside of any), and must change nothing but the database: it may
 * run several times, and only the last run counts.
 * @throws whatever the last run threw
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
