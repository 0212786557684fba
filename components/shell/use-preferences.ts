"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTheme } from "next-themes";
import { useEffect } from "react";
import { useLanguage } from "@/components/account/use-language";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { StudioState } from "@/lib/contracts/account";
import type { Preferences } from "@/lib/contracts/profile";
import type { Locale } from "@/lib/utils/locale";

export const THEMES = ["system", "light", "dark"] as const;
export type ThemeName = (typeof THEMES)[number];

/** Language and theme of a signed-in user: applied at once and stored in the account for other devices. */
export function usePreferences() {
  const client = useQueryClient();
  const problemText = useProblemText();
  const { locale, setLocale } = useLanguage();
  const { theme = "system", setTheme } = useTheme();

  const store = (change: Partial<Preferences>) => {
    client.setQueryData<StudioState>(
      keys.studio(),
      (studio) => studio && { ...studio, user: { ...studio.user, ...change } },
    );
    call("account.update", { body: change }).then(
      (profile) => client.setQueryData(keys.profile(), profile),
      (error: unknown) => void toast(problemText(error), { tone: "error" }),
    );
  };
  return {
    locale,
    setLocale: (next: Locale) => {
      setLocale(next);
      store({ language: next });
    },
    theme,
    setTheme: (next: ThemeName) => {
      setTheme(next);
      store({ theme: next === "system" ? null : next });
    },
  };
}

/** Applies the account's preferences once per load, over those of the browser. Unset ones change nothing. */
export function useStoredPreferences({ language, theme }: Preferences): void {
  const { locale, setLocale } = useLanguage();
  const { theme: present, setTheme } = useTheme();
  useEffect(() => {
    if (language !== null && language !== locale) setLocale(language);
    if (theme !== null && theme !== present) setTheme(theme);
    // Run once: later changes are made in this tab, which stores them itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
}
