"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useShare } from "@/components/share/share-context";

type Props = {
  /** False where the picture's label is the title. */
  isTitled?: boolean;
  children?: ReactNode;
};

/** What the link shows, who shared it and until when; beside it what a visitor can do with all of it. */
export function ShareHeader({ isTitled = true, children }: Props) {
  const t = useTranslations("share");
  const { view } = useShare();
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-3 px-5 py-2 sm:px-8">
      <div className="min-w-0 flex-1 sm:flex sm:items-baseline sm:gap-3">
        {isTitled && (
          <h1 className="truncate font-serif text-[24px] leading-7 sm:text-[26px] sm:leading-9">
            {view.title ?? t(`untitled.${view.kind}`)}
          </h1>
        )}
        <p className="figures truncate text-[13px] leading-5 text-muted">
          <Origin />
        </p>
      </div>
      <div className="flex shrink-0 items-center gap-1">{children}</div>
    </header>
  );
}

function Origin() {
  const t = useTranslations("share");
  const format = useFormatter();
  const thisYear = useNow().getFullYear();
  const { by, workspace, kind, images, isLive, expiresAt } = useShare().view;
  const isWall = kind === "collection" || kind === "selection";
  const end = expiresAt === null ? null : new Date(expiresAt);
  const day = end && {
    day: "numeric" as const,
    month: "long" as const,
    year: end.getFullYear() === thisYear ? undefined : ("numeric" as const),
  };
  const parts = [
    by !== null && t("by", { name: by }),
    workspace,
    isWall && t("count", { count: images.length }),
    isLive && t("live"),
    end && day && t("until", { day: format.dateTime(end, day) }),
  ];
  return parts.filter(Boolean).join(" · ");
}
