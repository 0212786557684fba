"use client";

import { useFormatter, useTranslations } from "next-intl";
import { usd } from "@/components/studio/price";
import type { AttemptList } from "@/lib/contracts/usage";

/** Of all that the filter finds, however much of it is shown. */
export function AttemptSums({ sums }: { sums: NonNullable<AttemptList["sums"]> }) {
  const t = useTranslations("usage.sums");
  const format = useFormatter();
  const figures = [
    [t("calls"), format.number(sums.generations)],
    [t("billed"), usd(format, sums.billedMicroUsd)],
    [t("perhaps"), usd(format, sums.perhapsBilledMicroUsd)],
  ] as const;
  return (
    <dl className="grid grid-cols-3 border-y border-line">
      {figures.map(([name, value]) => (
        <div
          key={name}
          className="flex flex-col justify-between border-l border-line px-3 py-3 first:border-0 first:pl-0 sm:px-5"
        >
          <dt className="text-[12px] leading-4 text-muted">{name}</dt>
          <dd className="figures mt-1 font-serif text-[26px] leading-8 text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
