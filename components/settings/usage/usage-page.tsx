"use client";

import { useTranslations } from "next-intl";
import { SettingsPage } from "@/components/settings/settings-page";
import { AttemptsSection } from "@/components/settings/usage/attempts-section";
import { SpendingSection } from "@/components/settings/usage/spending-section";
import { useStudio } from "@/components/shell/use-studio";
import { isPermitted } from "@/lib/contracts/permissions";

export function UsagePage() {
  const t = useTranslations("usage");
  const { workspace } = useStudio();
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      {isPermitted(workspace.role, "usage") && <SpendingSection />}
      <AttemptsSection />
    </SettingsPage>
  );
}
