"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useBytes } from "@/components/ui/use-bytes";
import type { ImportView } from "@/lib/contracts/imports";

/** Files named on screen; the rest are counted. */
const NAMED = 5;

type Props = {
  shown: ImportView;
  /** Files of a folder that were not uploaded: they are no pictures. */
  leftOut: number;
  children: ReactNode;
};

/** What a dry run found, or what an import did. */
export function ImportSummary({ shown, leftOut, children }: Props) {
  const t = useTranslations("gallery.import");
  const bytes = useBytes();
  const isDryRun = shown.state === "ready";
  return (
    <>
      <div aria-live="polite" className="space-y-1">
        <p className="text-[15px] text-ink">
          {isDryRun
            ? t("found", { count: shown.new, size: bytes(shown.newBytes) })
            : t(`ended.${endOf(shown.state)}`, { count: shown.imported })}
        </p>
        {shown.duplicates > 0 && (
          <p className="text-muted">{t("duplicates", { count: shown.duplicates })}</p>
        )}
        {leftOut > 0 && <p className="text-muted">{t("leftOut", { count: leftOut })}</p>}
        {isDryRun && shown.hasManifest && <p className="text-muted">{t("manifest")}</p>}
      </div>
      {shown.refused > 0 && (
        <div>
          <p className="text-muted">{t("refused", { count: shown.refused })}</p>
          <ul className="mt-1 space-y-0.5 text-[13px]">
            {shown.problems.slice(0, NAMED).map(({ path, problem }) => (
              <li key={path} className="flex gap-3">
                <span className="min-w-0 flex-1 truncate" title={path}>
                  {path}
                </span>
                <span className="shrink-0 text-muted">{t(`problems.${problem}`)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="flex justify-end gap-2">{children}</div>
    </>
  );
}

type Ended = "done" | "cancelled" | "failed";

function endOf(state: ImportView["state"]): Ended {
  return state === "cancelled" || state === "failed" ? state : "done";
}
