import { expect, test } from "vitest";
import { fromUsdText, toUsdText } from "./micro-usd";

test.each([
  ["12.50", 12_500_000],
  ["12,5", 12_500_000],
  ["$ 3", 3_000_000],
  ["0", 0],
  ["0.000001", 1],
  ["", null],
  ["  ", null],
  ["-1", undefined],
  ["1e3", undefined],
  ["1.000,50", undefined],
  ["twelve", undefined],
  ["12.1234567", undefined],
  ["12345678", undefined],
])("%j is read as %j micro-dollars", (typed, amount) => {
  expect(fromUsdText(typed)).toBe(amount);
});

test.each([
  [12_500_000, "12.50"],
  [3_000_000, "3"],
  [30_000, "0.03"],
  [1, "0.000001"],
  [0, "0"],
  [null, ""],
])("%j is shown as %j and reads back the same", (amount, text) => {
  expect(toUsdText(amount)).toBe(text);
  expect(fromUsdText(text)).toBe(amount);
});
