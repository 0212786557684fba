/** Days and months start at midnight UTC. Plain data, so the browser loads no schemas. */
export const BUDGET_PERIODS = ["day", "month"] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];
