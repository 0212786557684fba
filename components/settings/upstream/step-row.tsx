"use client";

import { Check, CircleDashed, Minus, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { StepResult } from "@/components/settings/upstream/step-result";
import { ProgressLine } from "@/components/ui/progress-line";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { CheckStep, UpstreamState } from "@/lib/contracts/upstream";

type Props = { step: CheckStep; models: UpstreamState["models"] };

const MARKS = {
  waiting: <CircleDashed className="size-4 text-muted" />,
  running: <CircleDashed className="breathe size-4 text-accent" />,
  done: <Check className="size-4 text-ink" />,
  failed: <X className="size-4 text-danger" />,
  skipped: <Minus className="size-4 text-muted" />,
} as const;

/** One step of a check: its purpose, result and picture. */
export function StepRow({ step, models }: Props) {
  const t = useTranslations("upstream");
  const format = useFormatter();
  const label = models.find(({ id }) => id === step.model)?.label ?? step.model;
  const name = step.probe === "models" ? t("report.models") : t(`form.probes.${step.probe}`);
  return (
    <li className="flex gap-3 border-b border-line py-3" data-step={step.probe}>
      <span aria-hidden className="mt-0.5 shrink-0">
        {MARKS[step.state]}
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-ink">{name}</span>
          {label && <span className="text-[13px] text-muted">{label}</span>}
          {step.ms !== null && (
            <span className="figures ml-auto text-[13px] text-muted">
              {format.number(step.ms / 1000, {
                maximumFractionDigits: 1,
                style: "unit",
                unit: "second",
                unitDisplay: "narrow",
              })}
            </span>
          )}
        </p>
        <StepResult step={step} models={models} />
        {step.state === "running" && (
          <ProgressLine value={null} label={name} className="mt-2 max-w-72" />
        )}
      </div>
      {step.imageId !== null && (
        <a
          href={imageBytesPath(step.imageId, "original")}
          target="_blank"
          rel="noreferrer"
          aria-label={t("report.openPicture")}
          className="shrink-0 self-start rounded-print"
        >
          <img
            src={imageBytesPath(step.imageId, 256)}
            alt=""
            className="size-14 rounded-print bg-plate object-cover"
          />
        </a>
      )}
    </li>
  );
}
