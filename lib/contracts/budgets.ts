import { z } from "zod";
import { BUDGET_PERIODS } from "@/lib/contracts/budget-periods";
import { userId } from "@/lib/contracts/ids";
import { ROLES } from "@/lib/contracts/permissions";

/** A million dollars: a larger number is more likely a typing error. */
const LIMIT_MAX_MICRO_USD = 1_000_000_000_000;

const limit = z.int().min(0).max(LIMIT_MAX_MICRO_USD).nullable();

/** Spending limits in micro-dollars. Null: no limit; 0: no spending. */
export const budgetLimits = z.strictObject({ dayMicroUsd: limit, monthMicroUsd: limit });
export type BudgetLimits = z.infer<typeof budgetLimits>;

/** Spent or reserved in the current day and month, in micro-dollars. */
const spent = z.object({ dayMicroUsd: z.int(), monthMicroUsd: z.int() });

const budget = z.object({ limits: budgetLimits, spent });
export type BudgetView = z.infer<typeof budget>;

/** A limit that applies to the caller's next turn, and its usage. */
export const budgetInForce = z.object({
  whose: z.enum(["member", "workspace"]),
  period: z.enum(BUDGET_PERIODS),
  limitMicroUsd: z.int(),
  /** Includes reservations for generations in progress. */
  spentMicroUsd: z.int(),
});
export type BudgetInForce = z.infer<typeof budgetInForce>;

/** The budgets page. Other members are included for those with `manage`. */
export const budgetsState = z.object({
  workspace: budget,
  /** The caller first. */
  members: z.array(budget.extend({ userId, name: z.string(), role: z.enum(ROLES) })),
  mayManage: z.boolean(),
});
export type BudgetsState = z.infer<typeof budgetsState>;

export const memberBudgetParams = z.strictObject({ userId });
