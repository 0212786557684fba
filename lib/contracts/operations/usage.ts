import { nothing, type Operation } from "@/lib/contracts/operation";
import { attemptList, attemptListQuery } from "@/lib/contracts/usage";

export const usageOperations = {
  "usage.attempts": {
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: attemptListQuery,
    body: null,
    reply: attemptList,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
