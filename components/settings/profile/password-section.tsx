"use client";

import { useTranslations } from "next-intl";
import { SettingsSection } from "@/components/settings/settings-section";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import type { Profile } from "@/lib/contracts/profile";

/** Changes the password, or sets a first one for accounts that sign in by other means. */
export function PasswordSection({ profile }: { profile: Profile }) {
  const t = useTranslations("profile.password");
  const { openPasswordDialog } = useShell();
  return (
    <SettingsSection
      id="profile-password"
      title={t("title")}
      lead={t(profile.hasPassword ? "lead" : "leadNone")}
    >
      <Button onClick={openPasswordDialog}>{t(profile.hasPassword ? "change" : "add")}</Button>
    </SettingsSection>
  );
}
