import { expect, test } from "vitest";
import { daysBetween, roundUp, toSpendingQuery } from "./spending-query";

test("an open end of the range is left out of the query", () => {
  expect(toSpendingQuery({ from: "", to: "" })).toEqual({});
  expect(toSpendingQuery({ from: "2026-03-01", to: "" })).toEqual({ from: "2026-03-01" });
});

test("daysBetween lists every day across the end of a month in a leap year", () => {
  expect(daysBetween("2028-02-28", "2028-03-01")).toEqual([
    "2028-02-28",
    "2028-02-29",
    "2028-03-01",
  ]);
  expect(daysBetween("2026-03-10", "2026-03-10")).toEqual(["2026-03-10"]);
});

test.each([
  [0, 0],
  [30_000, 50_000],
  [50_000, 50_000],
  [510_000, 1_000_000],
  [1, 1],
])("an axis for %i ends at %i", (amount, end) => {
  expect(roundUp(amount)).toBe(end);
});
