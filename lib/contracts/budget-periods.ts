/** A day and a month begin at midnight UTC, the month on its first. Plain data: the browser carries no schemas. */
export const BUDGET_PERIODS = ["day", "month"] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];
