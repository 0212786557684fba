"use client";

import { useTheme } from "next-themes";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Toaster as Sonner } from "sonner";
import { toastLayer } from "@/components/ui/toast";

/** The toaster, loaded by its slot. */
export default function Toaster() {
  const { resolvedTheme } = useTheme();
  const t = useTranslations("common");
  useEffect(() => toastLayer.markReady(), []);
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="top-right"
      containerAriaLabel={t("notices")}
      // Below the page header, away from the composer.
      offset={{ top: 60, right: 16 }}
      mobileOffset={{ top: 60, left: 12, right: 12 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "float flex w-full font-sans! items-center gap-3 rounded-[11px] px-3.5 py-3 text-[14px] text-ink",
          content: "min-w-0 flex-1",
          description: "text-[13px] text-muted",
          icon: "hidden",
          error: "border-l-2 border-l-danger",
          actionButton:
            "shrink-0 rounded-[7px] px-2 py-1 text-[14px] font-medium text-accent-strong hover:bg-hover",
        },
      }}
    />
  );
}
