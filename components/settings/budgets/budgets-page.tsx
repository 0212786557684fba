"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { BudgetBars } from "@/components/settings/budgets/budget-bars";
import { BudgetForm } from "@/components/settings/budgets/budget-form";
import { MemberBudget } from "@/components/settings/budgets/member-budget";
import { SettingsPage } from "@/components/settings/settings-page";
import { SettingsSection } from "@/components/settings/settings-section";
import { budgetsQuery } from "@/lib/client/settings-queries";

export function BudgetsPage() {
  const t = useTranslations("budgets");
  const { data: state } = useSuspenseQuery(budgetsQuery());
  const { dayMicroUsd, monthMicroUsd } = state.workspace.limits;
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      <SettingsSection id="workspace-budget" title={t("workspace")}>
        <BudgetBars budget={state.workspace} />
        {state.mayManage && (
          <div className="mt-5">
            {/* Remount when another admin changes the limits, so that the fields show them. */}
            <BudgetForm
              key={`${dayMicroUsd} ${monthMicroUsd}`}
              userId={null}
              limits={state.workspace.limits}
            />
          </div>
        )}
      </SettingsSection>
      <SettingsSection
        id="member-budgets"
        title={t(state.mayManage ? "members" : "own")}
        lead={state.mayManage ? t("membersLead") : undefined}
      >
        <ul className="-mt-4">
          {state.members.map((member) => (
            <MemberBudget key={member.userId} member={member} mayChange={state.mayManage} />
          ))}
        </ul>
      </SettingsSection>
    </SettingsPage>
  );
}
