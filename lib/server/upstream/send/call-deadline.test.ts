import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CallClock } from "./call-deadline";

const LIMITS = { tailGraceMs: 500, lateBodyIdleMs: 2_000, lateBodyMs: 30_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function started(timeLimitMs = 60_000) {
  const clock = new CallClock(timeLimitMs, LIMITS, undefined);
  clock.start();
  return clock;
}

test("a silent call ends at its time limit, not before", () => {
  const clock = started();
  vi.advanceTimersByTime(59_999);
  expect(clock.cut).toBeNull();
  vi.advanceTimersByTime(1);
  expect(clock.cut).toBe("time_limit");
  expect(clock.signal.aborted).toBe(true);
});

test("an error body gets a short limit, which never exceeds the call's own", () => {
  const short = started();
  short.limitBody(2_000);
  vi.advanceTimersByTime(2_000);
  expect(short.cut).toBe("time_limit");

  const late = started();
  vi.advanceTimersByTime(59_000);
  late.limitBody(2_000);
  vi.advanceTimersByTime(1_000);
  expect(late.cut).toBe("time_limit");
});

test("a body that is arriving at the limit may go on until it pauses", () => {
  const clock = started();
  vi.advanceTimersByTime(59_000);
  clock.bytesArrived(false);
  vi.advanceTimersByTime(1_500);
  clock.bytesArrived(false);
  vi.advanceTimersByTime(1_500);
  expect(clock.cut).toBeNull();
  vi.advanceTimersByTime(1_000);
  expect(clock.cut).toBe("time_limit");
});

test("a body that keeps arriving ends when its extra time is used up", () => {
  const clock = started();
  vi.advanceTimersByTime(59_000);
  for (let passed = 0; passed < 30_000; passed += 1_000) {
    clock.bytesArrived(false);
    vi.advanceTimersByTime(1_000);
  }
  expect(clock.cut).toBeNull();
  clock.bytesArrived(false);
  vi.advanceTimersByTime(1_001);
  expect(clock.cut).toBe("time_limit");
});

test("a whole answer on an open connection ends after a grace period", () => {
  const clock = started();
  clock.bytesArrived(true);
  vi.advanceTimersByTime(499);
  expect(clock.cut).toBeNull();
  vi.advanceTimersByTime(1);
  expect(clock.cut).toBe("whole");
});

test("the first reason to end a call stays", () => {
  const outer = new AbortController();
  const clock = new CallClock(60_000, LIMITS, outer.signal);
  clock.start();
  clock.abort("too_large");
  outer.abort(new Error("shutdown"));
  vi.advanceTimersByTime(60_000);
  expect(clock.cut).toBe("too_large");
});
