"use client";

import { useTranslations } from "next-intl";
import { Segments } from "@/components/settings/segments";
import { SettingsSection } from "@/components/settings/settings-section";
import { THEMES, usePreferences } from "@/components/shell/use-preferences";
import { useHydrated } from "@/components/ui/use-hydrated";
import { LOCALE_NAMES, LOCALES } from "@/lib/utils/locale";

/** Language and theme apply here at once, and on other devices with their next page load. */
export function AppearanceSection() {
  const t = useTranslations("profile.appearance");
  const words = useTranslations("shell.account");
  const { locale, setLocale, theme, setTheme } = usePreferences();
  // The server does not know the theme of this browser.
  const isHydrated = useHydrated();
  const shown = isHydrated ? (THEMES.find((name) => name === theme) ?? "system") : "system";
  return (
    <SettingsSection id="profile-appearance" title={t("title")} lead={t("lead")}>
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <div>
          <p className="mb-1.5 text-[13px] font-medium">{words("language")}</p>
          <Segments
            label={words("language")}
            options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
            value={LOCALES.find((name) => name === locale) ?? "en"}
            onChange={setLocale}
          />
        </div>
        <div>
          <p className="mb-1.5 text-[13px] font-medium">{words("theme")}</p>
          <Segments
            label={words("theme")}
            options={THEMES.map((value) => ({ value, label: words(`themes.${value}`) }))}
            value={shown}
            onChange={setTheme}
          />
        </div>
      </div>
    </SettingsSection>
  );
}
