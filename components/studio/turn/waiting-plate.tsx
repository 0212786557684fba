"use client";

import { useTranslations } from "next-intl";
import { type CSSProperties, useState } from "react";
import {
  clockOf,
  elapsedOf,
  progressOf,
  secondsToRetry,
  type Stage,
  stageOf,
} from "@/components/generation/generation-stage";
import { QueueNote } from "@/components/studio/turn/queue-note";
import styles from "@/components/picture/picture.module.css";
import { WaitingBackdrop } from "@/components/picture/waiting-backdrop";
import { useQueuePosition } from "@/components/studio/turn/use-queue-position";
import { useNow } from "@/components/ui/use-now";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { ProgressLine } from "@/components/ui/progress-line";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ImageView } from "@/lib/contracts/images";
import { SENDS_MAX } from "@/lib/contracts/limits";

type Props = {
  generation: GenerationView;
  base: ImageView | null;
  /** The model's usual time on this instance, in ms; null before its first pictures. */
  usualMs: number | null;
  style: CSSProperties;
  /** Two per row: less room for text. */
  isNarrow: boolean;
  /** No room beside the time at any width: the stage gets a line of its own. */
  wraps?: boolean;
  /** Null until the server has the generation. */
  onCancel: (() => Promise<void>) | null;
};

/** Placeholder of a picture in progress: stage, elapsed time, usual time, and a cancel button. */
export function WaitingPlate(props: Props) {
  const { generation, base, usualMs, style, isNarrow, wraps = false, onCancel } = props;
  const t = useTranslations("studio.waiting");
  const now = useNow();
  const [isCancelling, setIsCancelling] = useState(false);
  const stage = stageOf(generation, now ?? 0) ?? "storing";
  const elapsedMs = now === null ? null : elapsedOf(generation, now);
  const sentence = useStageSentence(generation, stage, now);
  const waiting = useQueuePosition(generation, now);
  // Two plates on a phone leave no room beside the time for this text, so it gets its own line.
  const hasOwnLine = isNarrow && (waiting !== null || stage === "retrying");
  const attempt = useAttempt(generation, stage);
  const usual = attempt ?? (usualMs === null ? null : t("usually", { time: clockOf(usualMs) }));

  const cancel = async () => {
    setIsCancelling(true);
    await onCancel?.().finally(() => setIsCancelling(false));
  };

  return (
    <div className="relative isolate overflow-hidden rounded-print bg-plate" style={style}>
      <WaitingBackdrop parentHash={base?.thumbhash ?? null} />
      <div
        className={classNames(
          "absolute inset-x-0 bottom-0 flex flex-col pt-24",
          styles.footing,
          isNarrow ? "gap-3 p-3" : "gap-4 p-[18px]",
        )}
      >
        <div
          className={classNames(
            "flex items-end justify-between gap-x-2.5 gap-y-1",
            wraps ? "flex-wrap" : hasOwnLine && "max-md:flex-wrap",
          )}
        >
          <span
            role="timer"
            aria-label={t("time")}
            className={classNames(
              "figures font-serif leading-none",
              isNarrow ? "text-[24px]" : "text-[32px]",
            )}
          >
            {elapsedMs === null ? "\u2007:\u2007\u2007" : clockOf(elapsedMs)}
          </span>
          <span
            className={classNames(
              "flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2.5 text-[14px] leading-5",
              wraps
                ? "order-first basis-full"
                : hasOwnLine && "max-md:order-first max-md:basis-full",
            )}
          >
            {waiting === null && <span aria-hidden>{sentence}</span>}
            {waiting === "disk" && (
              <span className="text-pretty">{t("disk", { state: generation.state })}</span>
            )}
            {waiting !== null && waiting !== "disk" && (
              <QueueNote {...waiting} isNarrow={isNarrow} />
            )}
            {/* Announced once per stage, without the seconds. */}
            <VisuallyHidden aria-live="polite">
              {t("spoken", { stage })}
              {attempt !== null && `, ${attempt}`}
            </VisuallyHidden>
            {usual && !isNarrow && waiting === null && (
              <span className="figures text-muted">{usual}</span>
            )}
          </span>
          <Button
            size="sm"
            disabled={onCancel === null || isCancelling}
            onClick={() => void cancel()}
          >
            {t("cancel")}
          </Button>
        </div>
        <ProgressLine
          label={t("spoken", { stage })}
          value={progressOf(stage, elapsedMs ?? 0, usualMs)}
        />
      </div>
    </div>
  );
}

function useStageSentence(generation: GenerationView, stage: Stage, now: number | null): string {
  const t = useTranslations("studio.waiting");
  switch (stage) {
    case "queued":
      return t("queued");
    case "retrying":
      return t("retrying", { seconds: secondsToRetry(generation, now ?? 0) });
    case "painting":
      return t("painting");
    case "receiving":
      return t("receiving");
    case "storing":
      return t("storing");
  }
}

/** "attempt 2 of 4" from the second attempt on, whether scheduled or running. */
function useAttempt(
  { attempts, endpoint, refusedRoutes }: GenerationView,
  stage: Stage,
): string | null {
  const t = useTranslations("studio.waiting");
  const ledger = useTranslations("ledger");
  const number = stage === "retrying" || stage === "queued" ? attempts + 1 : attempts;
  if (number <= 1) return null;
  const count = { next: number, most: SENDS_MAX };
  return refusedRoutes.length === 0
    ? t("attempt", count)
    : t("attemptBy", { ...count, route: ledger(`endpoints.${endpoint}`) });
}
