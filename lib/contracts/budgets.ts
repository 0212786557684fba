import { z } from "zod";
import { BUDGET_PERIODS } from "@/lib/contracts/budget-periods";
import { userId } from "@/lib/contracts/ids";
import { ROLES } from "@/lib/contracts/permissions";

/** A million dollars: beyond it a number is more likely a slip than a limit. */
const LIMIT_MAX_MICRO_USD = 1_000_000_000_000;

const limit = z.int().min(0).max(LIMIT_MAX_MICRO_USD).nullable();

/** Limits on spending in micro-dollars; null: none; 0: nothing may be spent. */
export const budgetLimits = z.strictObject({ dayMicroUsd: limit, monthMicroUsd: limit });
export type BudgetLimits = z.infer<typeof budgetLimits>;

/** What is spent or promised of the present day and month, in micro-dollars: settled costs and the prices of what is under way. */
const spent = z.object({ dayMicroUsd: z.int(), monthMicroUsd: z.int() });

const budget = z.object({ limits: budgetLimits, spent });
export type BudgetView = z.infer<typeof budget>;

/** One limit that counts for what one sends next, and how far it is used. */
export const budgetInForce = z.object({
  whose: z.enum(["member", "workspace"]),
  period: z.enum(BUDGET_PERIODS),
  limitMicroUsd: z.int(),
  /** Also what is reserved for pictures under way. */
  spentMicroUsd: z.int(),
});
export type BudgetInForce = z.infer<typeof budgetInForce>;

/** The page of the budgets. Members beside oneself are there for whoever manages the workspace. */
export const budgetsState = z.object({
  workspace: budget,
  /** One's own first. */
  members: z.array(budget.extend({ userId, name: z.string(), role: z.enum(ROLES) })),
  mayManage: z.boolean(),
});
export type BudgetsState = z.infer<typeof budgetsState>;

export const memberBudgetParams = z.strictObject({ userId });
