import { expect, test } from "vitest";
import { duration } from "./steps.mjs";

test.each([
  [0, "0.0 s"],
  [1_234, "1.2 s"],
  [59_949, "59.9 s"],
  [59_960, "1 min 0 s"],
  [61_400, "1 min 1 s"],
  [479_800, "8 min 0 s"],
])("%d ms is formatted as %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});
