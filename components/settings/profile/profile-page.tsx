"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { AppearanceSection } from "@/components/settings/profile/appearance-section";
import { AvatarForm } from "@/components/settings/profile/avatar-form";
import { DeleteSection } from "@/components/settings/profile/delete-section";
import { EmailSection } from "@/components/settings/profile/email-section";
import { ExportSection } from "@/components/settings/profile/export-section";
import { NameForm } from "@/components/settings/profile/name-form";
import { NoticesSection } from "@/components/settings/profile/notices-section";
import { PasswordSection } from "@/components/settings/profile/password-section";
import { SettingsPage } from "@/components/settings/settings-page";
import { SettingsSection } from "@/components/settings/settings-section";
import { profileQuery } from "@/lib/client/account-queries";

export function ProfilePage() {
  const t = useTranslations("profile");
  // Prefetched by the page, so this never suspends.
  const { data: profile } = useSuspenseQuery(profileQuery());
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      <SettingsSection id="profile-person" title={t("person.title")} lead={t("person.lead")}>
        <div className="grid gap-6">
          <AvatarForm profile={profile} />
          <NameForm profile={profile} />
        </div>
      </SettingsSection>
      <AppearanceSection />
      <EmailSection profile={profile} />
      <NoticesSection isMailSent={profile.isMailSent} />
      <PasswordSection profile={profile} />
      <ExportSection />
      <DeleteSection />
    </SettingsPage>
  );
}
