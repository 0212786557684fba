import { budgetLimits, budgetsState, memberBudgetParams } from "@/lib/contracts/budgets";
import { nothing, type Operation } from "@/lib/contracts/operation";

/** Of the workspace in which one stands. */
export const budgetsOperations = {
  "budgets.state": {
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: nothing,
    body: null,
    reply: budgetsState,
    status: 200,
  },
  "budgets.setWorkspace": {
    access: "signed-in",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: budgetLimits,
    reply: budgetsState,
    status: 200,
  },
  "budgets.setMember": {
    access: "signed-in",
    scope: "admin",
    params: memberBudgetParams,
    query: nothing,
    body: budgetLimits,
    reply: budgetsState,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
