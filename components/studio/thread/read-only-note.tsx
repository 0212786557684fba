"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";

/** Replaces the composer for members who may only look, and says who can change that. */
export function ReadOnlyNote({ workspaceName }: { workspaceName: string }) {
  const t = useTranslations("studio");
  return (
    <p
      role="status"
      className="flex items-center justify-center gap-2.5 rounded-[16px] border border-line px-4 py-3.5 text-center text-[14px] text-pretty text-muted"
    >
      <Eye aria-hidden className="size-4 shrink-0" />
      {t("lookOnly", { name: workspaceName })}
    </p>
  );
}
