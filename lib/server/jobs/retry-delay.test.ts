import { expect, test } from "vitest";
import { retryDelayMs } from "@/lib/server/jobs/retry-delay";

test("waits double from 4 s, unless the service says how long", () => {
  expect([1, 2, 3].map((attempts) => retryDelayMs(attempts, undefined, 0))).toEqual([
    4_000, 8_000, 16_000,
  ]);
  expect(retryDelayMs(1, 30_000, 0)).toBe(30_000);
});

test("a crowd is spread over a quarter, and nobody waits longer than two and a half minutes", () => {
  expect(retryDelayMs(1, undefined, 1)).toBe(5_000);
  expect(retryDelayMs(1, 86_400_000, 1)).toBe(150_000);
});
