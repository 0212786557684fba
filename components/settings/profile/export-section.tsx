"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { SettingsSection } from "@/components/settings/settings-section";
import { buttonClass } from "@/components/ui/button";
import { ACCOUNT_EXPORT_PATH } from "@/lib/contracts/paths";

/** A download link: the browser saves the ZIP while the server streams it. */
export function ExportSection() {
  const t = useTranslations("profile.export");
  return (
    <SettingsSection id="profile-export" title={t("title")} lead={t("lead")}>
      <a href={ACCOUNT_EXPORT_PATH} download className={buttonClass()}>
        <Download aria-hidden className="size-4" />
        {t("submit")}
      </a>
    </SettingsSection>
  );
}
