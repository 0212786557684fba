import { expect, test } from "vitest";
import { firstExceeded, nearestToEnd } from "./budget-notice";
import type { BudgetInForce } from "./budgets";

const of = (
  whose: BudgetInForce["whose"],
  period: BudgetInForce["period"],
  spentMicroUsd: number,
  limitMicroUsd: number,
): BudgetInForce => ({ whose, period, spentMicroUsd, limitMicroUsd });

test("spending exactly the limit is allowed, and a micro-dollar more is not", () => {
  const budgets = [of("workspace", "day", 70, 100)];
  expect(firstExceeded(budgets, 30)).toBeNull();
  expect(firstExceeded(budgets, 31)).toBe(budgets[0]);
});

test("firstExceeded names the first exceeded limit and ignores a price of 0", () => {
  const budgets = [of("member", "month", 0, 100), of("workspace", "day", 100, 100)];
  expect(firstExceeded(budgets, 1)).toBe(budgets[1]);
  expect(firstExceeded(budgets, 0)).toBeNull();
  expect(firstExceeded([], 1_000_000)).toBeNull();
});

test("from 80 % used the budget closest to its end is shown", () => {
  expect(nearestToEnd([of("workspace", "day", 799, 1000)])).toBeNull();
  const near = of("workspace", "day", 800, 1000);
  expect(nearestToEnd([near])).toBe(near);
  const nearer = of("member", "month", 95, 100);
  expect(nearestToEnd([near, nearer])).toBe(nearer);
  const nothing = of("member", "day", 0, 0);
  expect(nearestToEnd([near, nothing])).toBe(nothing);
});
