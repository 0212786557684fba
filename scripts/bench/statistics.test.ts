import { expect, test } from "vitest";
import { median, percentile } from "./statistics";

test("the median is the middle value, or the mean of the middle two", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 7])).toBe(6);
});

test("a percentile is the smallest measured value that enough values do not exceed", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 95)).toBe(95);
  expect(percentile([3, 1, 2], 95)).toBe(3);
  expect(percentile([3, 1, 2], 1)).toBe(1);
});

test("an empty list throws", () => {
  expect(() => median([])).toThrow(RangeError);
  expect(() => percentile([], 95)).toThrow(RangeError);
});
