import { nothing, type Operation } from "@/lib/contracts/operation";
import { spending, spendingQuery } from "@/lib/contracts/spending";
import { attemptList, attemptListQuery } from "@/lib/contracts/usage";

export const usageOperations = {
  "usage.spending": {
    method: "GET",
    path: "/api/usage",
    summary: "Spending by day, member and model.",
    permission: "usage",
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: spendingQuery,
    body: null,
    reply: spending,
    status: 200,
  },
  "usage.attempts": {
    method: "GET",
    path: "/api/usage/attempts",
    summary: "Calls to the upstream, and what each was billed.",
    permission: "read",
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: attemptListQuery,
    body: null,
    reply: attemptList,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
