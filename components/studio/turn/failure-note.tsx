"use client";

import { useTranslations } from "next-intl";
import { FailureButtons } from "@/components/studio/turn/failure-buttons";
import { useFailureSentence, useSpentSentence } from "@/components/studio/turn/failure-words";
import { finishedLook } from "@/components/generation/look-again-result";
import type { GenerationView } from "@/lib/contracts/generations";
import type { TurnView } from "@/lib/contracts/turns";

type Props = { turn: TurnView; generation: GenerationView };

/** A generation that ended without a picture: what happened, whether money was spent, what to do now. */
export function FailureNote({ turn, generation }: Props) {
  const t = useTranslations("studio.failure");
  const sentence = useFailureSentence(generation);
  const spent = useSpentSentence(generation);
  const look = finishedLook(generation);
  return (
    <div
      role="status"
      className="flex h-full min-h-40 w-full flex-col justify-center gap-3 rounded-print border border-line bg-sunken/60 p-5"
    >
      {look !== null && (
        <p className="text-[13px] leading-[18px] text-muted">{t(`looked.${look}`)}</p>
      )}
      <p className="text-[15px] leading-[22px] text-pretty text-ink">{sentence}</p>
      {generation.modelWords && (
        <blockquote className="max-h-40 overflow-y-auto border-l-2 border-line-strong pl-3 text-[14px] leading-5 break-words whitespace-pre-wrap text-muted">
          <span className="sr-only">{t("modelSaid")} </span>
          {generation.modelWords}
        </blockquote>
      )}
      <p className="figures text-[13px] leading-[18px] text-muted">{spent}</p>
      <FailureButtons turn={turn} generation={generation} />
    </div>
  );
}
