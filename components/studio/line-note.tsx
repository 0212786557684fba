"use client";

import { useTranslations } from "next-intl";
import type { PlaceInLine } from "@/components/studio/use-line-place";

/** Below this the clock of a guess would be finer than the guess. */
const SOON_MS = 5_000;
const IN_SECONDS_UP_TO_MS = 55_000;

/** "3rd in line · starts in about 2 min": all that can be said before a call begins. */
export function LineNote({ place, startsInMs }: PlaceInLine) {
  const t = useTranslations("studio.waiting");
  return (
    <>
      <span className="whitespace-nowrap">{t("inLine", { place })}</span>
      {startsInMs !== null && (
        <span className="figures text-muted">{startSentence(startsInMs)}</span>
      )}
    </>
  );

  /** In steps of five seconds, then in whole minutes: it is a guess, and should look like one. */
  function startSentence(ms: number): string {
    if (ms < SOON_MS) return t("startsSoon");
    if (ms < IN_SECONDS_UP_TO_MS)
      return t("startsInSeconds", { seconds: Math.ceil(ms / 5_000) * 5 });
    return t("startsInMinutes", { minutes: Math.max(1, Math.round(ms / 60_000)) });
  }
}
