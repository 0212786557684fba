"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { usd } from "@/components/ui/price";
import { nearestToEnd, shareUsed } from "@/lib/contracts/budget-notice";
import type { BudgetInForce } from "@/lib/contracts/budgets";
import { isPermitted, type RoleName } from "@/lib/contracts/permissions";

type Props = {
  budgets: readonly BudgetInForce[];
  /** The budget that the current draft would exceed. */
  exceeded: BudgetInForce | null;
  /** Names of those who can raise it. */
  managers: readonly string[];
  role: RoleName;
};

/** Shows a budget from 80 % used; once it is exceeded, says why sending is blocked and who can raise it. */
export function BudgetLine({ budgets, exceeded, managers, role }: Props) {
  const t = useTranslations("composer.budget");
  const format = useFormatter();
  const budget = exceeded ?? nearestToEnd(budgets);
  if (budget === null) return null;

  const left = budget.limitMicroUsd - budget.spentMicroUsd;
  const facts = {
    whose: budget.whose,
    period: budget.period,
    limit: usd(format, budget.limitMicroUsd),
    left: usd(format, Math.max(0, left)),
    share: format.number(Math.min(1, shareUsed(budget)), { style: "percent" }),
  };
  const mayRaise = isPermitted(role, "manage");
  const stop = t(left > 0 ? "short" : "out", facts);
  return (
    <p
      role="status"
      className={`figures px-3.5 pb-3 text-[13px] leading-[18px] text-pretty ${exceeded ? "text-danger" : "text-muted"}`}
    >
      {exceeded ? stop : t("near", facts)}{" "}
      {mayRaise ? (
        <Link href="/settings/budgets" className="text-ink underline underline-offset-3">
          {t("change")}
        </Link>
      ) : (
        exceeded && managers.length > 0 && t("ask", { names: format.list(managers) })
      )}
    </p>
  );
}
