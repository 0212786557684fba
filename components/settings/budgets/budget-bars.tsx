"use client";

import { useFormatter, useTranslations } from "next-intl";
import { usd } from "@/components/ui/price";
import { NOTICE_SHARE, shareUsed } from "@/lib/contracts/budget-notice";
import { BUDGET_PERIODS, type BudgetPeriod } from "@/lib/contracts/budget-periods";
import type { BudgetView } from "@/lib/contracts/budgets";

/** Usage of the daily and monthly budget; without a limit, only the amount spent. */
export function BudgetBars({ budget }: { budget: BudgetView }) {
  return (
    <div className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
      {BUDGET_PERIODS.map((period) => (
        <Bar
          key={period}
          period={period}
          limit={budget.limits[`${period}MicroUsd`]}
          spent={budget.spent[`${period}MicroUsd`]}
        />
      ))}
    </div>
  );
}

function Bar({
  period,
  limit,
  spent,
}: {
  period: BudgetPeriod;
  limit: number | null;
  spent: number;
}) {
  const t = useTranslations("budgets");
  const format = useFormatter();
  const share = limit === null ? 0 : shareUsed({ limitMicroUsd: limit, spentMicroUsd: spent });
  const words =
    limit === null
      ? t("spent", { spent: usd(format, spent) })
      : t("spentOf", { spent: usd(format, spent), limit: usd(format, limit) });
  return (
    <div className="text-[13px] leading-5">
      <div className="flex justify-between gap-3">
        <span className="text-muted">{t(`periods.${period}`)}</span>
        <span className={share >= 1 ? "figures text-danger" : "figures text-ink"}>{words}</span>
      </div>
      {limit !== null && (
        <div
          role="meter"
          aria-label={t(`periods.${period}`)}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.min(100, Math.round(share * 100))}
          aria-valuetext={words}
          className="mt-1 h-1 overflow-hidden rounded-full bg-sunken"
        >
          <div
            className={`h-full ${share >= NOTICE_SHARE ? "bg-accent" : "bg-ink/55"}`}
            style={{ width: `${Math.min(1, share) * 100}%` }}
          />
        </div>
      )}
    </div>
  );
}
