import { expect, test } from "vitest";
import { firstExceeded, nearestToEnd } from "./budget-notice";
import type { BudgetInForce } from "./budgets";

const of = (
  whose: BudgetInForce["whose"],
  period: BudgetInForce["period"],
  spentMicroUsd: number,
  limitMicroUsd: number,
): BudgetInForce => ({ whose, period, spentMicroUsd, limitMicroUsd });

test("exactly the limit may be spent, and not a millionth more", () => {
  const budgets = [of("workspace", "day", 70, 100)];
  expect(firstExceeded(budgets, 30)).toBeNull();
  expect(firstExceeded(budgets, 31)).toBe(budgets[0]);
});

test("the first that is exceeded is named; without one, or for nothing, all may be sent", () => {
  const budgets = [of("member", "month", 0, 100), of("workspace", "day", 100, 100)];
  expect(firstExceeded(budgets, 1)).toBe(budgets[1]);
  expect(firstExceeded(budgets, 0)).toBeNull();
  expect(firstExceeded([], 1_000_000)).toBeNull();
});

test("from four fifths on the nearest to its end is spoken of", () => {
  expect(nearestToEnd([of("workspace", "day", 799, 1000)])).toBeNull();
  const near = of("workspace", "day", 800, 1000);
  expect(nearestToEnd([near])).toBe(near);
  const nearer = of("member", "month", 95, 100);
  expect(nearestToEnd([near, nearer])).toBe(nearer);
  const nothing = of("member", "day", 0, 0);
  expect(nearestToEnd([near, nothing])).toBe(nothing);
});
