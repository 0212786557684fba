import { budgetLimits, budgetsState, memberBudgetParams } from "@/lib/contracts/budgets";
import { nothing, type Operation } from "@/lib/contracts/operation";

/** Of the current workspace. */
export const budgetsOperations = {
  "budgets.state": {
    method: "GET",
    path: "/api/budgets",
    summary: "Budgets and what is left of them.",
    permission: "read",
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: nothing,
    body: null,
    reply: budgetsState,
    status: 200,
  },
  "budgets.setWorkspace": {
    method: "PATCH",
    path: "/api/budgets/workspace",
    summary: "Set the workspace's budget.",
    permission: "manage",
    access: "signed-in",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: budgetLimits,
    reply: budgetsState,
    status: 200,
  },
  "budgets.setMember": {
    method: "PATCH",
    path: "/api/budgets/members/:userId",
    summary: "Set a member's budget.",
    permission: "manage",
    access: "signed-in",
    scope: "admin",
    params: memberBudgetParams,
    query: nothing,
    body: budgetLimits,
    reply: budgetsState,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
