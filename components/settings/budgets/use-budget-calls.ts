"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { BudgetLimits, BudgetsState } from "@/lib/contracts/budgets";
import type { UserId } from "@/lib/contracts/ids";

/** Sets the limits of the workspace (null) or of a member. The reply replaces the page's data. */
export function useSetBudget(userId: UserId | null) {
  const client = useQueryClient();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: (body: BudgetLimits) =>
      userId === null
        ? call("budgets.setWorkspace", { body })
        : call("budgets.setMember", { params: { userId }, body }),
    onSuccess: (state: BudgetsState) => {
      client.setQueryData(keys.budgets(), state);
      void client.invalidateQueries({ queryKey: keys.studio() });
    },
    onError: (error) => void toast(problemText(error), { tone: "error" }),
  });
}
