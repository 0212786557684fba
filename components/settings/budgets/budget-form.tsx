"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useSetBudget } from "@/components/settings/budgets/use-budget-calls";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import type { BudgetLimits } from "@/lib/contracts/budgets";
import type { UserId } from "@/lib/contracts/ids";
import { fromUsdText, toUsdText } from "@/lib/utils/micro-usd";

type Props = {
  /** Null for the workspace's own budget. */
  userId: UserId | null;
  limits: BudgetLimits;
  onDone?: () => void;
};

/** Two limits in dollars; empty means no limit. */
export function BudgetForm({ userId, limits, onDone }: Props) {
  const t = useTranslations("budgets.form");
  const common = useTranslations("common");
  const set = useSetBudget(userId);
  const [day, setDay] = useState(() => toUsdText(limits.dayMicroUsd));
  const [month, setMonth] = useState(() => toUsdText(limits.monthMicroUsd));
  const entered = { dayMicroUsd: fromUsdText(day), monthMicroUsd: fromUsdText(month) };
  const isChanged =
    entered.dayMicroUsd !== limits.dayMicroUsd || entered.monthMicroUsd !== limits.monthMicroUsd;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { dayMicroUsd, monthMicroUsd } = entered;
    if (dayMicroUsd === undefined || monthMicroUsd === undefined) return;
    set.mutate(
      { dayMicroUsd, monthMicroUsd },
      {
        onSuccess: () => {
          void toast(t("saved"));
          onDone?.();
        },
      },
    );
  };
  const problem = (amount: number | null | undefined) =>
    amount === undefined ? t("noAmount") : null;
  const field = { inputMode: "decimal", autoComplete: "off", placeholder: t("none") } as const;
  return (
    <form onSubmit={submit} className="flex flex-wrap items-start gap-3">
      <TextField
        {...field}
        label={t("day")}
        value={day}
        onChange={(event) => setDay(event.target.value)}
        error={problem(entered.dayMicroUsd)}
        className="w-full sm:w-44"
      />
      <TextField
        {...field}
        label={t("month")}
        value={month}
        onChange={(event) => setMonth(event.target.value)}
        error={problem(entered.monthMicroUsd)}
        className="w-full sm:w-44"
      />
      <div className="flex gap-2 sm:mt-[26px]">
        <Button type="submit" className="h-11" disabled={!isChanged || set.isPending}>
          {common("save")}
        </Button>
        {onDone && (
          <Button variant="ghost" className="h-11" onClick={onDone}>
            {common("cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}
