"use client";

import { useTranslations } from "next-intl";
import { VisuallyHidden } from "@/components/ui/visually-hidden";

/** The outline of header, turn and composer while a thread loads. */
export function ThreadSkeleton() {
  const t = useTranslations("studio.thread");
  return (
    <div className="flex h-dvh min-w-0 flex-1 flex-col" aria-busy>
      <VisuallyHidden role="status">{t("loading")}</VisuallyHidden>
      <div className="flex h-[51px] shrink-0 items-center border-b border-line px-[18px]">
        <div className="skeleton h-4 w-44" />
      </div>
      <div className="mx-auto flex w-full max-w-[768px] flex-1 flex-col justify-end overflow-hidden px-4 sm:px-6">
        <div className="flex items-center gap-3">
          <div className="skeleton size-6 rounded-full" />
          <div className="skeleton h-4 w-72 max-w-[60%]" />
        </div>
        <div className="skeleton mt-3 aspect-[16/9] w-full rounded-print" />
        <div className="mt-9 mb-5 h-[104px] rounded-panel border border-line bg-raised" />
      </div>
    </div>
  );
}
