"use client";

import { useFormatter, useTranslations } from "next-intl";
import { SumRow } from "@/components/settings/usage/sum-row";
import { usd } from "@/components/ui/price";
import type { AttemptList } from "@/lib/contracts/usage";

/** Totals over everything that the filter matches, not only the rows shown. */
export function AttemptSums({ sums }: { sums: NonNullable<AttemptList["sums"]> }) {
  const t = useTranslations("usage.sums");
  const format = useFormatter();
  const figures = [
    [t("calls"), format.number(sums.generations)],
    [t("billed"), usd(format, sums.billedMicroUsd)],
    [t("perhaps"), usd(format, sums.perhapsBilledMicroUsd)],
  ] as const;
  return <SumRow figures={figures} />;
}
