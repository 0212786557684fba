import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { throttle } from "@/lib/server/events/throttle";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first call runs at once, a burst runs once, and the last call is never lost", () => {
  const run = vi.fn();
  const ask = throttle(run, 1_000);
  ask();
  expect(run).toHaveBeenCalledTimes(1);
  for (let n = 0; n < 10; n += 1) ask();
  expect(run).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  expect(run).toHaveBeenCalledTimes(2);
  ask();
  vi.advanceTimersByTime(999);
  expect(run).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(5_000);
  expect(run).toHaveBeenCalledTimes(3);
});
