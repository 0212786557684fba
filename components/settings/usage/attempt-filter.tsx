"use client";

import { useTranslations } from "next-intl";
import { DayFields } from "@/components/settings/day-fields";
import { Segments } from "@/components/settings/segments";
import type { AttemptChoice } from "@/components/settings/usage/attempt-query";
import { ATTEMPT_OUTCOMES } from "@/lib/contracts/attempt-outcomes";

type Props = { choice: AttemptChoice; onChange: (choice: AttemptChoice) => void };

export function AttemptFilter({ choice, onChange }: Props) {
  const t = useTranslations("usage.filter");
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
      <Segments
        label={t("outcome")}
        options={ATTEMPT_OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) }))}
        value={choice.outcome}
        onChange={(outcome) => onChange({ ...choice, outcome })}
      />
      <DayFields
        range={choice}
        onChange={(range) => onChange({ ...choice, ...range })}
        labels={{ from: t("from"), to: t("to") }}
      />
    </div>
  );
}
