"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { BudgetBars } from "@/components/settings/budgets/budget-bars";
import { BudgetForm } from "@/components/settings/budgets/budget-form";
import { Button } from "@/components/ui/button";
import type { BudgetsState } from "@/lib/contracts/budgets";

type Props = { member: BudgetsState["members"][number]; mayChange: boolean };

export function MemberBudget({ member, mayChange }: Props) {
  const t = useTranslations("budgets");
  const roles = useTranslations("shell.roles");
  const [isChanging, setChanging] = useState(false);
  return (
    <li className="border-b border-line py-4 last:border-0">
      <div className="mb-2 flex items-center justify-between gap-4">
        <p className="min-w-0 truncate">
          {member.name} <span className="ml-1 text-[13px] text-muted">{roles(member.role)}</span>
        </p>
        {mayChange && !isChanging && (
          <Button
            size="sm"
            aria-label={t("changeOf", { name: member.name })}
            onClick={() => setChanging(true)}
          >
            {t("change")}
          </Button>
        )}
      </div>
      {isChanging ? (
        <BudgetForm
          userId={member.userId}
          limits={member.limits}
          onDone={() => setChanging(false)}
        />
      ) : (
        <BudgetBars budget={member} />
      )}
    </li>
  );
}
