"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { useNow } from "@/components/ui/use-now";
import type { SharedImage } from "@/lib/contracts/share-view";

type Props = {
  /** The instruction, or whatever the link shows of it. */
  words: string | null;
  isTitle: boolean;
  place: { number: number; count: number } | null;
  by: string | null;
  /** Model and shape, where the link shows them. */
  settings: SharedImage["settings"];
  createdAt: string;
  /** Buttons. */
  children?: ReactNode;
};

/** The label beside an exhibit: the instruction that made it, who gave it and when. */
export function Caption({ words, isTitle, place, by, createdAt, settings, children }: Props) {
  const t = useTranslations("share.caption");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const now = useNow();
  const Words = isTitle ? "h1" : "p";
  const at = new Date(createdAt);
  const day = (date: Date) => format.dateTime(date, { dateStyle: "short", timeZone });
  const time = format.dateTime(at, { timeStyle: "short", timeZone });
  const when =
    now !== null && day(new Date(now)) === day(at)
      ? t("today", { time })
      : format.dateTime(at, { day: "numeric", month: "long", year: "numeric", timeZone });
  const facts = [
    place && t("place", { place: place.number, count: place.count }),
    by === null ? when : t("by", { name: by, when }),
    settings && [settings.model, settings.shape, settings.tier].filter(Boolean).join(", "),
  ];
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        {words !== null && (
          <Words
            data-words
            className="line-clamp-3 font-serif text-[26px] leading-[30px] text-pretty lg:line-clamp-2"
          >
            {words}
          </Words>
        )}
        <p className="figures mt-1 text-[13px] leading-5 text-muted">
          {facts.filter((fact) => fact !== null).join(" · ")}
        </p>
      </div>
      <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:*:flex-1">{children}</div>
    </div>
  );
}
