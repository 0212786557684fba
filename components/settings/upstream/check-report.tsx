"use client";

import { useFormatter, useTranslations } from "next-intl";
import { StepRow } from "@/components/settings/upstream/step-row";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import type { UpstreamCheck, UpstreamState } from "@/lib/contracts/upstream";

type Props = { check: UpstreamCheck; models: UpstreamState["models"] };

/** The last check, step by step. A running check fills in as results arrive. */
export function CheckReport({ check, models }: Props) {
  const t = useTranslations("upstream.report");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const at = format.dateTime(new Date(check.endedAt ?? check.startedAt), {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone,
  });
  const hasPictures = check.steps.some(({ imageId }) => imageId !== null);
  return (
    <section aria-labelledby="check-report">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 id="check-report" className="text-[15px] font-semibold">
          {t("title")}
        </h3>
        <p role="status" className="figures text-[13px] text-muted">
          {at} · {t(`states.${check.state}`)}
        </p>
      </div>
      <ul className="border-t border-line">
        {check.steps.map((step) => (
          <StepRow key={`${step.model} ${step.probe}`} step={step} models={models} />
        ))}
      </ul>
      {hasPictures && <p className="mt-3 text-[13px] text-muted">{t("kept")}</p>}
    </section>
  );
}
