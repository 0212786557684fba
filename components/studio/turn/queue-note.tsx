"use client";

import { useTranslations } from "next-intl";
import type { QueuePosition } from "@/components/studio/turn/use-queue-position";

type Props = QueuePosition & {
  /** Two per row: use shorter text. */
  isNarrow: boolean;
};

/** "3rd in line, starts in about 2 min": the queue position before a call begins. */
export function QueueNote({ position, startsInMs, isNarrow }: Props) {
  const t = useTranslations("studio.waiting");
  return (
    <>
      <span className="whitespace-nowrap">{t("inLine", { place: position })}</span>
      {startsInMs !== null && (
        <span className="figures whitespace-nowrap text-muted">
          {t(isNarrow ? "startsShort" : "starts", roundedTime(startsInMs))}
        </span>
      )}
    </>
  );
}

/** Below this the estimate is less precise than a countdown suggests. */
const SOON_MS = 5_000;
const IN_SECONDS_UP_TO_MS = 55_000;

/** Steps of five seconds, then whole minutes, so that the estimate does not look exact. */
function roundedTime(ms: number): { unit: "soon" | "seconds" | "minutes"; count: number } {
  if (ms < SOON_MS) return { unit: "soon", count: 0 };
  if (ms < IN_SECONDS_UP_TO_MS) return { unit: "seconds", count: Math.ceil(ms / 5_000) * 5 };
  return { unit: "minutes", count: Math.max(1, Math.round(ms / 60_000)) };
}
