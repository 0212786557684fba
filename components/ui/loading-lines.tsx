"use client";

import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";

/** Skeleton of text; each entry holds the classes of a line's height and width. */
export function LoadingLines({ lines }: { lines: readonly string[] }) {
  const t = useTranslations("common");
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-3">
      {lines.map((line) => (
        <div key={line} className={classNames("skeleton", line)} />
      ))}
    </div>
  );
}
