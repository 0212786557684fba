"use client";

import { PanelLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { useShell } from "@/components/shell/shell-context";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";

/** For a page's header: opens the drawer on a phone, brings a hidden sidebar back on a desktop, and else is not there. */
export function SidebarButton({ className }: { className?: string }) {
  const { isSidebarOpen, openSidebar } = useShell();
  const t = useTranslations("shell");
  return (
    <IconButton
      label={t("openSidebar")}
      onClick={openSidebar}
      className={classNames(isSidebarOpen && "md:hidden", className)}
    >
      <PanelLeft aria-hidden className="size-4" />
    </IconButton>
  );
}
