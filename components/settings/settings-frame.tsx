"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SettingsNav } from "@/components/settings/settings-nav";
import { SidebarButton } from "@/components/shell/sidebar-button";

/** Layout of all settings pages. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("settings");
  return (
    <div className="flex h-dvh min-w-0 flex-1 flex-col">
      <header className="flex h-[51px] shrink-0 items-center gap-2 border-b border-line px-3 sm:gap-3 sm:px-[18px]">
        <SidebarButton />
        <h1 className="truncate text-[14px] font-semibold">{t("title")}</h1>
      </header>
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        <SettingsNav />
        <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">{children}</div>
      </div>
    </div>
  );
}
