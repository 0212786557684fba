import "server-only";
import { setTimeout as wait } from "node:timers/promises";

/**
 * - `unsafe_url`: the address, a redirect or a resolved address is not allowed; no request was sent
 * - `image_expired`: 403, 404 or 410, or a 400 that says so; signed image links live about a day
 * - `image_too_large`: over `maxBytes`
 * - `no_picture`: the caller's judge refused what was received
 * - `image_fetch_failed`: everything else, after all attempts
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
  /** Transient: worth a retry even for an older address. */
  readonly isPassing: boolean;
  /** Final: a retry is useless or not allowed. */
  readonly isLast: boolean;
  /** From `Retry-After`, ms. */
  readonly pauseMs: number;
}

/** `again`: not an image yet, retry. `refuse`: never an image we accept. */
export type Verdict = "keep" | "again" | "refuse";

export type FetchPatience = {
  /** Pauses before each retry of a fresh address, ms. */
  freshPausesMs: readonly number[];
  /** Pauses for an older address, after transient failures only, ms. */
  pausesMs: readonly number[];
  /** Upper bound for a pause stretched by `Retry-After`, ms. */
  longestPauseMs: number;
  /** No attempt starts after this, ms. A stalled attempt may take a minute. */
  totalMs: number;
  /** Milliseconds on a monotonic clock. */
  now: () => number;
  /** Rejects with the signal's reason if aborted first. */
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

export type RetryOptions = {
  patience: FetchPatience;
  signal?: AbortSignal;
  isFresh?: boolean;
  isWanted?: () => Promise<boolean>;
};

/**
 * Retries until success, a final error, the last pause, the total time, or `isWanted` answering false.
 * @param attempt one attempt; rejects with a `PictureFetchError`
 * @throws the last attempt's error, or the signal's reason
 */
export async function fetchWithRetries<T>(
  attempt: () => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { patience, signal, isFresh = false, isWanted } = options;
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
