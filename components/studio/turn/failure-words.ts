"use client";

import { useFormatter, useTranslations } from "next-intl";
import { usd } from "@/components/ui/price";
import type { GenerationView } from "@/lib/contracts/generations";

/** What happened to a generation that ended without a picture. */
export function useFailureSentence({ state, failureCode, sentAt }: GenerationView): string {
  const t = useTranslations("studio.failure");
  const failures = useTranslations("failures");
  if (state === "cancelled") return sentAt === null ? t("cancelledUnsent") : t("cancelledSent");
  const code = failureCode ?? (state === "unknown" ? "unknown_outcome" : "internal");
  return failures.has(code) ? failures(code) : t("other");
}

/** Whether the generation was billed. */
export function useSpentSentence(generation: GenerationView): string {
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
