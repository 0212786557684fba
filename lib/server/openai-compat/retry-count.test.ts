import { expect, test } from "vitest";
import { retryCountOf } from "./retry-count";

test.each([
  [{}, 0],
  [{ "x-stainless-retry-count": "0" }, 0],
  [{ "x-stainless-retry-count": "2" }, 2],
  [{ "retry-attempt": "1" }, 1],
  // Envoy counts from 1.
  [{ "x-envoy-attempt-count": "1" }, 0],
  [{ "x-envoy-attempt-count": "3", "x-stainless-retry-count": "1" }, 2],
  [{ "x-stainless-retry-count": "many" }, 0],
])("%j is retry %i", (headers: Record<string, string>, count) => {
  expect(retryCountOf(new Headers(headers))).toBe(count);
});
