"use client";

import { useNow, useTranslations } from "next-intl";
import { useMemo } from "react";
import { dayReader } from "@/components/gallery/days";
import { monthFormat } from "@/components/gallery/month-format";
import { useReaderZone } from "@/components/shell/use-reader-zone";

const DAY_MS = 86_400_000;

/** Names of days and pictures. Their formats are made once: a wall names hundreds while it scrolls. */
export function useNames(locale: string) {
  const t = useTranslations("gallery");
  const zone = useReaderZone();
  const now = useNow();
  return useMemo(() => {
    const dayOf = dayReader(zone);
    const today = dayOf(now.getTime());
    const yesterday = dayOf(now.getTime() - DAY_MS);
    const calendar = "gregory";
    const inYear = new Intl.DateTimeFormat(locale, {
      calendar,
      timeZone: "UTC",
      weekday: "long",
      day: "numeric",
      month: "long",
    });
    const earlier = new Intl.DateTimeFormat(locale, {
      calendar,
      timeZone: "UTC",
      day: "numeric",
      month: "long",
      year: "numeric",
    });
    const moment = new Intl.DateTimeFormat(locale, {
      calendar,
      timeZone: zone,
      dateStyle: "long",
      timeStyle: "medium",
    });
    const months = monthFormat(locale);
    const number = new Intl.NumberFormat(locale);
    return {
      number: (value: number) => number.format(value),
      day: (day: string) => {
        if (day === today) return t("today");
        if (day === yesterday) return t("yesterday");
        if (day.length === "2026-11".length) return months.full(day);
        const noon = new Date(`${day}T12:00:00Z`);
        return (day.slice(0, 4) === today.slice(0, 4) ? inYear : earlier).format(noon);
      },
      picture: (
        time: number,
        { isFavourite, isLinked }: Record<"isFavourite" | "isLinked", boolean>,
      ) => {
        const name = t(isFavourite ? "favouriteOf" : "pictureOf", { time: moment.format(time) });
        return isLinked ? t("linked", { name }) : name;
      },
    };
  }, [locale, now, t, zone]);
}
