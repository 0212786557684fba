import "server-only";
import { setTimeout as wait } from "node:timers/promises";

/**
 * - `unsafe_url`: the address, a redirect or what a name resolves to is not allowed; nothing was asked of it
 * - `image_expired`: 403, 404 or 410, or 400 that says so; links of image services are signed and live about a day
 * - `image_too_large`: over `maxBytes`
 * - `no_picture`: something came, and it was not what the caller's judge takes for a picture
 * - `image_fetch_failed`: everything else, after all tries
 */
export class PictureFetchError extends Error {
  constructor(
    readonly code:
      | "unsafe_url"
      | "image_expired"
      | "image_too_large"
      | "no_picture"
      | "image_fetch_failed",
    options: { cause?: unknown; isPassing?: boolean; isLast?: boolean; pauseMs?: number } = {},
  ) {
    super(`The picture could not be fetched: ${code}`, { cause: options.cause });
    this.name = "PictureFetchError";
    this.isPassing = options.isPassing ?? false;
    this.isLast = options.isLast ?? code === "image_too_large";
    this.pauseMs = options.pauseMs ?? 0;
  }
  /** Even an address that has been there for long may do better in a moment. */
  readonly isPassing: boolean;
  /** Asking again would give the same, or must not be done. */
  readonly isLast: boolean;
  /** What `Retry-After` asked for, ms. */
  readonly pauseMs: number;
}

/** `again`: it is no picture, and may become one. `refuse`: it will never be one that is taken. */
export type Verdict = "keep" | "again" | "refuse";

export type FetchPatience = {
  /** Pauses before each further try of an address that came out of an answer just now, ms. */
  freshPausesMs: readonly number[];
  /** The same for an older one, and only after faults that pass, ms. */
  pausesMs: readonly number[];
  /** A `Retry-After` may stretch a pause to this, ms. */
  longestPauseMs: number;
  /** After so long no further try begins, ms: one that stalls may take a minute. */
  totalMs: number;
  /** Milliseconds on any steady clock. */
  now: () => number;
  /** Rejects with the signal's reason when that comes first. */
  sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
};

export const FETCH_PATIENCE: FetchPatience = {
  freshPausesMs: [1_000, 2_000, 4_000, 8_000],
  pausesMs: [500, 2_000],
  longestPauseMs: 10_000,
  totalMs: 90_000,
  now: () => performance.now(),
  async sleep(milliseconds, signal) {
    await wait(milliseconds, undefined, { signal }).catch(() => signal?.throwIfAborted());
  },
};

export type Asking = {
  patience: FetchPatience;
  signal?: AbortSignal;
  isFresh?: boolean;
  isWanted?: () => Promise<boolean>;
};

/**
 * Tries until it succeeds, or the pauses are used up, or another try cannot help, or the picture is no longer wanted.
 * @param attempt one try; rejects with a `PictureFetchError`
 * @throws the last try's error, or the signal's reason
 */
export async function askUntilThere<T>(attempt: () => Promise<T>, asking: Asking): Promise<T> {
  const { patience, signal, isFresh = false, isWanted } = asking;
  const { now, sleep, longestPauseMs, totalMs } = patience;
  const pauses = isFresh ? patience.freshPausesMs : patience.pausesMs;
  const beganAt = now();
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const pause = pauses[tries];
      if (!(error instanceof PictureFetchError) || error.isLast || pause === undefined) throw error;
      if (!isFresh && !error.isPassing) throw error;
      const length = Math.min(Math.max(pause, error.pauseMs), longestPauseMs);
      if (now() + length - beganAt > totalMs) throw error;
      if (isWanted !== undefined && !(await isWanted())) throw error;
      await sleep(length, signal);
    }
  }
}
