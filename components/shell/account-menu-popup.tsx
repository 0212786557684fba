"use client";

import { Bell, Inbox, Keyboard, KeyRound, LogOut, Settings } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useShell } from "@/components/shell/shell-context";
import { signOut } from "@/components/shell/sign-out";
import { THEMES, usePreferences } from "@/components/shell/use-preferences";
import { useStudio } from "@/components/shell/use-studio";
import type { Floating } from "@/components/ui/anchored";
import type { MenuEntry } from "@/components/ui/menu";
import MenuPopup from "@/components/ui/menu-popup";
import { toast } from "@/components/ui/toast";
import { unreadQuery } from "@/lib/client/notice-queries";
import { isNotifyOn, setNotify } from "@/lib/client/activity";
import { useProblemText } from "@/lib/client/problem-text";
import { LOCALE_NAMES, LOCALES } from "@/lib/utils/locale";

/** The account menu: account pages and preferences. */
export default function AccountMenuPopup(floating: Floating) {
  const t = useTranslations("shell.account");
  const { user } = useStudio();
  const { openShortcuts, openPasswordDialog, closeDrawer } = useShell();
  const { theme, setTheme, locale, setLocale } = usePreferences();
  const problemText = useProblemText();
  const router = useRouter();
  const unread = useQuery(unreadQuery()).data?.unread ?? 0;

  const toggleNotify = async () => {
    const state = await setNotify(!isNotifyOn());
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
      label: t("notices"),
      icon: <Inbox className="size-4" />,
      ...(unread > 0 && { detail: `${unread}` }),
      onSelect: () => {
        closeDrawer();
        router.push("/settings/notices");
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
      // Read at each opening: the browser's notification permission can change at any time.
      isChecked: isNotifyOn(),
      onSelect: () => void toggleNotify(),
    },
    {
      label: t("keys"),
      keys: "?",
      icon: <Keyboard className="size-4" />,
      onSelect: () => {
        closeDrawer();
        openShortcuts();
      },
    },
    "separator",
    { heading: t("theme") },
    ...THEMES.map((name) => ({
      label: t(`themes.${name}`),
      isChecked: theme === name,
      onSelect: () => setTheme(name),
    })),
    "separator",
    { heading: t("language") },
    ...LOCALES.map((name) => ({
      label: LOCALE_NAMES[name],
      isChecked: locale === name,
      onSelect: () => setLocale(name),
    })),
    "separator",
    { label: t("signOut"), icon: <LogOut className="size-4" />, onSelect: leave },
  ];

  return <MenuPopup {...floating} side="top" label={t("menu")} entries={entries} />;
}
