"use client";

import { useTranslations } from "next-intl";
import { SandboxLabel } from "@/components/picture/sandbox-label";
import { Popover } from "@/components/ui/popover";

/** Marks the sandbox: no real model is used; links to adding a key. */
export function SandboxMark() {
  const t = useTranslations("studio.sandbox");
  return (
    <Popover
      label={t("mark")}
      trigger={
        <button
          type="button"
          className="h-6 shrink-0 rounded-full border border-dashed border-line-strong px-2.5 text-[12px] text-muted transition-colors hover:text-ink"
        >
          {t("mark")}
        </button>
      }
    >
      <p className="max-w-72 text-[13px] leading-5 text-pretty text-muted">
        <SandboxLabel />
      </p>
    </Popover>
  );
}
