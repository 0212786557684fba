"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ThreadHeader } from "@/components/studio/thread/thread-header";
import { buttonClass } from "@/components/ui/button";

/** Replaces a thread that its creator has just made private. */
export function ThreadHidden() {
  const t = useTranslations("studio");
  return (
    <div className="flex h-dvh min-w-0 flex-1 flex-col">
      <ThreadHeader title={null} />
      <div
        role="alert"
        className="flex flex-1 flex-col items-center justify-center gap-2 px-6 text-center"
      >
        <h1 className="font-serif text-[32px] leading-10 text-balance">{t("hidden.title")}</h1>
        <p className="mb-4 text-[15px] text-muted">{t("hidden.detail")}</p>
        <Link href="/" className={buttonClass("outline")}>
          {t("thread.new")}
        </Link>
      </div>
    </div>
  );
}
