import { describe, expect, test } from "vitest";
import {
  FETCH_PATIENCE,
  PictureFetchError,
  fetchWithRetries,
  type RetryOptions,
} from "./retry-fetch";

/** A fake clock: pauses return at once, and each attempt takes `takesMs`. */
function makeClock() {
  let at = 0;
  const pauses: number[] = [];
  const patience = {
    ...FETCH_PATIENCE,
    now: () => at,
    async sleep(milliseconds: number, signal?: AbortSignal) {
      signal?.throwIfAborted();
      pauses.push(milliseconds);
      at += milliseconds;
    },
  };
  return { patience, pauses, pass: (milliseconds: number) => void (at += milliseconds) };
}

type Step = PictureFetchError | "there";

function retrying(steps: readonly Step[], change: Partial<RetryOptions> = {}, takesMs = 0) {
  const clock = makeClock();
  let tries = 0;
  const attempt = async () => {
    const step = steps[Math.min(tries, steps.length - 1)];
    tries += 1;
    clock.pass(takesMs);
    if (step instanceof PictureFetchError) throw step;
    return step;
  };
  const result = fetchWithRetries(attempt, { patience: clock.patience, ...change });
  return { result, clock, tries: () => tries };
}

const expired = new PictureFetchError("image_expired");
const passing = new PictureFetchError("image_fetch_failed", { isPassing: true });
const refused = new PictureFetchError("image_fetch_failed");
const noPicture = new PictureFetchError("no_picture");
const unsafe = new PictureFetchError("unsafe_url", { isLast: true });
const tooLarge = new PictureFetchError("image_too_large");
const fresh = { isFresh: true };

describe("a fresh address", () => {
  test.each([expired, passing, refused, noPicture])("is retried after %s", async (error) => {
    const { result, clock } = retrying([error, error, "there"], fresh);
    expect(await result).toBe("there");
    expect(clock.pauses).toEqual([1_000, 2_000]);
  });

  test("is fetched five times within fifteen seconds, then fails with the last error", async () => {
    const { result, clock, tries } = retrying([noPicture, passing, expired], fresh);
    await expect(result).rejects.toBe(expired);
    expect(clock.pauses).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(tries()).toBe(5);
  });

  test.each([unsafe, tooLarge])("is not retried after %s", async (error) => {
    const { result, tries } = retrying([error], fresh);
    await expect(result).rejects.toBe(error);
    expect(tries()).toBe(1);
  });

  test("waits for Retry-After, within limits", async () => {
    const withRetryAfter = (pauseMs: number) => new PictureFetchError("image_expired", { pauseMs });
    const { result, clock } = retrying(
      [withRetryAfter(3_000), withRetryAfter(500), withRetryAfter(60_000), "there"],
      fresh,
    );
    expect(await result).toBe("there");
    expect(clock.pauses).toEqual([3_000, 2_000, 10_000]);
  });

  test("stops retrying after the total time, even with pauses left", async () => {
    const { result, tries } = retrying([passing], fresh, 60_000);
    await expect(result).rejects.toBe(passing);
    expect(tries()).toBe(2);
  });

  test("does not begin a pause that would end after the total time", async () => {
    const { result, clock } = retrying([passing], fresh, 44_000);
    await expect(result).rejects.toBe(passing);
    expect(clock.pauses).toEqual([1_000]);
  });

  test("stops retrying once the picture is no longer wanted", async () => {
    let isWanted = true;
    const { result, clock, tries } = retrying([expired], {
      isFresh: true,
      isWanted: async () => {
        const was = isWanted;
        isWanted = false;
        return was;
      },
    });
    await expect(result).rejects.toBe(expired);
    expect(clock.pauses).toEqual([1_000]);
    expect(tries()).toBe(2);
  });

  test("stops retrying once the process stops", async () => {
    const stop = new AbortController();
    stop.abort(new Error("shutdown"));
    const { result, tries } = retrying([expired], { isFresh: true, signal: stop.signal });
    await expect(result).rejects.toThrow("shutdown");
    expect(tries()).toBe(1);
  });
});

describe("an older address", () => {
  test.each([expired, noPicture, refused])(
    "is fetched once when the error is %s",
    async (error) => {
      const { result, tries } = retrying([error]);
      await expect(result).rejects.toBe(error);
      expect(tries()).toBe(1);
    },
  );

  test("is retried after a transient failure", async () => {
    const { result, clock } = retrying([passing, passing, "there"]);
    expect(await result).toBe("there");
    expect(clock.pauses).toEqual([500, 2_000]);
  });
});

test("a local failure is thrown without a retry", async () => {
  const full = new Error("no room");
  let tries = 0;
  const attempt = async () => {
    tries += 1;
    throw full;
  };
  await expect(fetchWithRetries(attempt, { patience: FETCH_PATIENCE, ...fresh })).rejects.toBe(
    full,
  );
  expect(tries).toBe(1);
});

test("a pause ends when the signal does", async () => {
  const stop = new AbortController();
  const pause = FETCH_PATIENCE.sleep(3_600_000, stop.signal);
  stop.abort(new Error("shutdown"));
  await expect(pause).rejects.toThrow("shutdown");
});
