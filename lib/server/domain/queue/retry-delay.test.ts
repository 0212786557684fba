import { expect, test } from "vitest";
import { retryDelayMs } from "@/lib/server/domain/queue/retry-delay";

test("delays double from 4 s, unless the upstream sets one", () => {
  expect([1, 2, 3].map((attempts) => retryDelayMs(attempts, undefined, 0))).toEqual([
    4_000, 8_000, 16_000,
  ]);
  expect(retryDelayMs(1, 30_000, 0)).toBe(30_000);
});

test("a retry never comes before the upstream's delay, and is jittered", () => {
  expect(retryDelayMs(1, 300_000, 0)).toBe(300_000);
  expect(retryDelayMs(1, 0, 0)).toBe(1_000);
});

test("jitter is up to a quarter, and doubling stops at two minutes", () => {
  expect(retryDelayMs(1, undefined, 1)).toBe(5_000);
  expect(retryDelayMs(9, undefined, 1)).toBe(150_000);
});
