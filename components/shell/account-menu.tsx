"use client";

import { Bell, Keyboard, KeyRound, LogOut, Settings } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { signOut } from "@/components/shell/sign-out";
import { THEMES, usePreferences } from "@/components/shell/use-preferences";
import { useStudio } from "@/components/shell/use-studio";
import { Avatar } from "@/components/ui/avatar";
import { Menu, type MenuEntry } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { isNotifyOn, setNotify } from "@/lib/client/activity";
import { useProblemText } from "@/lib/client/problem-text";
import { LOCALE_NAMES, LOCALES } from "@/lib/utils/locale";
import { formatMicroUsd } from "@/lib/utils/micro-usd";

/** The sidebar's foot: who one is, what the month has cost, and behind it the account and the preferences. */
export function AccountMenu() {
  const t = useTranslations("shell.account");
  const { user, isSandbox, spentThisMonthMicroUsd } = useStudio();
  const { openKeys, openPasswordDialog, closeDrawer } = useShell();
  const { theme, setTheme, locale, setLocale } = usePreferences();
  const problemText = useProblemText();
  const tags = useLocale();
  const router = useRouter();
  const [isNotified, setNotified] = useState(false);

  const toggleNotify = async () => {
    const state = await setNotify(!isNotifyOn());
    setNotified(state === "on");
    if (state === "refused") void toast(t("notifyRefused"), { tone: "error" });
  };
  const leave = () =>
    void signOut().catch((error: unknown) => toast(problemText(error), { tone: "error" }));

  const entries: MenuEntry[] = [
    { heading: user.email },
    {
      label: t("settings"),
      icon: <Settings className="size-4" />,
      onSelect: () => {
        closeDrawer();
        router.push("/settings");
      },
    },
    {
      label: t("changePassword"),
      icon: <KeyRound className="size-4" />,
      onSelect: () => {
        closeDrawer();
        openPasswordDialog();
      },
    },
    {
      label: t("notify"),
      icon: <Bell className="size-4" />,
      isChecked: isNotified,
      onSelect: () => void toggleNotify(),
    },
    {
      label: t("keys"),
      keys: "?",
      icon: <Keyboard className="size-4" />,
      onSelect: () => {
        closeDrawer();
        openKeys();
      },
    },
    "line",
    { heading: t("theme") },
    ...THEMES.map((name) => ({
      label: t(`themes.${name}`),
      isChecked: theme === name,
      onSelect: () => setTheme(name),
    })),
    "line",
    { heading: t("language") },
    ...LOCALES.map((name) => ({
      label: LOCALE_NAMES[name],
      isChecked: locale === name,
      onSelect: () => setLocale(name),
    })),
    "line",
    { label: t("signOut"), icon: <LogOut className="size-4" />, onSelect: leave },
  ];

  return (
    <div className="mx-2.5 border-t border-line py-2 pb-[max(8px,env(safe-area-inset-bottom))]">
      <Menu
        side="top"
        label={t("menu")}
        entries={entries}
        trigger={
          <button
            type="button"
            // Only the browser knows whether it may notify, and a person can change that at any time.
            onPointerDownCapture={() => setNotified(isNotifyOn())}
            onKeyDown={() => setNotified(isNotifyOn())}
            className="flex h-10 w-full items-center gap-2.5 rounded-control px-2 text-left transition-colors hover:bg-hover aria-expanded:bg-hover"
          >
            <Avatar name={user.name} userId={user.id} version={user.avatar} />
            <span className="min-w-0 flex-1 truncate">{user.name}</span>
            <span className="figures shrink-0 text-muted">
              {isSandbox
                ? t("sandbox")
                : t("spent", { sum: formatMicroUsd(spentThisMonthMicroUsd, tags) })}
            </span>
          </button>
        }
      />
    </div>
  );
}
