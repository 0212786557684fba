import { expect, test } from "vitest";
import { retryDelayMs } from "@/lib/server/jobs/retry-delay";

test("waits double from 4 s, unless the service says how long", () => {
  expect([1, 2, 3].map((attempts) => retryDelayMs(attempts, undefined, 0))).toEqual([
    4_000, 8_000, 16_000,
  ]);
  expect(retryDelayMs(1, 30_000, 0)).toBe(30_000);
});

test("nobody comes back before the service wants it, and not in the same moment either", () => {
  expect(retryDelayMs(1, 300_000, 0)).toBe(300_000);
  expect(retryDelayMs(1, 0, 0)).toBe(1_000);
});

test("a crowd is spread over a quarter, and doubling ends at two minutes", () => {
  expect(retryDelayMs(1, undefined, 1)).toBe(5_000);
  expect(retryDelayMs(9, undefined, 1)).toBe(150_000);
});
