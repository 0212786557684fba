"use client";

import { PanelLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { useShell } from "@/components/shell/shell-context";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";

/** For page headers: opens the drawer on a phone, reopens a hidden sidebar on a desktop. Renders nothing otherwise. */
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
