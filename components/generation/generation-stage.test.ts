import { expect, test } from "vitest";
import {
  clockOf,
  durationOf,
  elapsedOf,
  progressOf,
  secondsToRetry,
  stageOf,
} from "./generation-stage";

const now = Date.parse("2030-01-01T00:01:00.000Z");
const base = { firstByteAt: null, retryAt: null };

test("each running state has a stage, and ended states have none", () => {
  expect(stageOf({ ...base, state: "queued" }, now)).toBe("queued");
  expect(stageOf({ ...base, state: "claimed" }, now)).toBe("queued");
  expect(stageOf({ ...base, state: "sent" }, now)).toBe("painting");
  expect(stageOf({ ...base, state: "sent", firstByteAt: "2030-01-01T00:00:59Z" }, now)).toBe(
    "receiving",
  );
  expect(stageOf({ ...base, state: "received" }, now)).toBe("storing");
  for (const state of ["succeeded", "failed", "unknown", "cancelled"] as const) {
    expect(stageOf({ ...base, state }, now)).toBeNull();
  }
});

test("a queued call shows its retry until the retry time", () => {
  const retryAt = "2030-01-01T00:01:07.200Z";
  expect(stageOf({ ...base, state: "queued", retryAt }, now)).toBe("retrying");
  expect(secondsToRetry({ retryAt }, now)).toBe(8);
  expect(stageOf({ ...base, state: "queued", retryAt }, now + 8000)).toBe("queued");
});

test("elapsed time counts from sending, or from queueing while unsent, and is never negative", () => {
  const queuedAt = "2030-01-01T00:00:00Z";
  const times = { queuedAt, sentAt: null, receivedAt: null };
  expect(elapsedOf(times, now)).toBe(60_000);
  expect(elapsedOf({ ...times, sentAt: "2030-01-01T00:00:18Z" }, now)).toBe(42_000);
  expect(elapsedOf({ ...times, sentAt: "2030-01-01T00:02:00Z" }, now)).toBe(0);
});

test("elapsed time stops when the answer arrives, even if it is read again later", () => {
  const times = { queuedAt: "2030-01-01T00:00:00Z", sentAt: "2030-01-01T00:00:05Z" };
  const receivedAt = "2030-01-01T00:00:47Z";
  expect(elapsedOf({ ...times, receivedAt }, now + 86_400_000)).toBe(42_000);
});

test("progress follows the usual time, then slows, and never decreases or completes", () => {
  expect(progressOf("painting", 42_000, 95_000)).toBeCloseTo(42 / 95);
  let last = -1;
  for (let t = 0; t <= 1_000_000; t += 1000) {
    const drawn = progressOf("painting", t, 95_000) ?? NaN;
    expect(drawn).toBeGreaterThanOrEqual(last);
    expect(drawn).toBeLessThan(0.98);
    last = drawn;
  }
});

test("painting without history has no progress", () => {
  expect(progressOf("painting", 10_000, null)).toBeNull();
  expect(progressOf("queued", 10_000, 95_000)).toBe(0);
  expect(progressOf("storing", 10_000, null)).toBe(0.98);
});

test("clockOf rounds down to seconds and durationOf counts from sent to received", () => {
  expect(clockOf(42_999)).toBe("0:42");
  expect(clockOf(725_000)).toBe("12:05");
  const sentAt = "2030-01-01T00:00:00Z";
  expect(durationOf({ sentAt, receivedAt: "2030-01-01T00:01:34Z", finishedAt: null })).toBe(94_000);
  expect(durationOf({ sentAt: null, receivedAt: null, finishedAt: sentAt })).toBeNull();
});
