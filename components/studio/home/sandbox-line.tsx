"use client";

import { useTranslations } from "next-intl";
import { AddKeyLink } from "@/components/picture/add-key-link";

/** Above the composer: what the sandbox can paint, and the way to a real model. */
export function SandboxLine() {
  const t = useTranslations("studio.sandbox");
  return (
    <p className="flex items-end justify-between gap-x-4 px-2 pb-2 text-[13px] leading-5 text-pretty text-muted max-sm:text-[12px] max-sm:leading-4">
      {t("line")}
      <AddKeyLink />
    </p>
  );
}
