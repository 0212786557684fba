"use client";

import { useFormatter, useTranslations } from "next-intl";
import { FailureButtons } from "@/components/studio/failure-buttons";
import { lookOf } from "@/components/studio/looks";
import { usd } from "@/components/studio/price";
import type { GenerationView } from "@/lib/contracts/generations";
import type { TurnView } from "@/lib/contracts/turns";

type Props = { turn: TurnView; generation: GenerationView };

/** A generation that ended without a picture: what happened, whether money was spent, what to do now. */
export function FailureNote({ turn, generation }: Props) {
  const t = useTranslations("studio.failure");
  const sentence = useFailureSentence(generation);
  const spent = useSpentSentence(generation);
  const look = lookOf(generation.id);
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
      {spent && <p className="figures text-[13px] leading-[18px] text-muted">{spent}</p>}
      <FailureButtons turn={turn} generation={generation} />
    </div>
  );
}

function useFailureSentence({ state, failureCode, sentAt }: GenerationView): string {
  const t = useTranslations("studio.failure");
  const failures = useTranslations("failures");
  if (state === "cancelled") return sentAt === null ? t("cancelledUnsent") : t("cancelledSent");
  const code = failureCode ?? (state === "unknown" ? "unknown_outcome" : "internal");
  return failures.has(code) ? failures(code) : t("other");
}

function useSpentSentence(generation: GenerationView): string | null {
  const t = useTranslations("studio.failure");
  const format = useFormatter();
  if (generation.isSandbox) return t("sandbox");
  if (generation.state === "cancelled" && generation.sentAt === null) return t("billedNo");
  const price = usd(format, generation.costMicroUsd ?? generation.priceMicroUsd);
  switch (generation.billed) {
    case "no":
      return t("billedNo");
    case "yes":
      return t("billedYes", { price });
    case "unknown":
    case null:
      return t("billedUnknown", { price });
  }
}
