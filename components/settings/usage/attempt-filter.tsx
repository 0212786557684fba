"use client";

import { useTranslations } from "next-intl";
import type { AttemptChoice } from "@/components/settings/usage/attempt-query";
import { classNames } from "@/components/ui/class-names";
import { fieldClass } from "@/components/ui/text-field";
import { ATTEMPT_OUTCOMES } from "@/lib/contracts/attempt-outcomes";

type Props = { choice: AttemptChoice; onChange: (choice: AttemptChoice) => void };

/** Which calls, and of which days. */
export function AttemptFilter({ choice, onChange }: Props) {
  const t = useTranslations("usage.filter");
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
      <fieldset>
        <legend className="sr-only">{t("outcome")}</legend>
        <div className="flex rounded-control border border-line p-0.5">
          {ATTEMPT_OUTCOMES.map((outcome) => (
            <label
              key={outcome}
              className={classNames(
                "flex h-8 cursor-pointer items-center rounded-[7px] px-3 text-[13px] text-muted transition-colors pointer-coarse:h-10",
                "hover:text-ink has-checked:bg-selected has-checked:text-ink",
                "has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent",
              )}
            >
              <input
                type="radio"
                name="outcome"
                className="sr-only"
                checked={choice.outcome === outcome}
                onChange={() => onChange({ ...choice, outcome })}
              />
              {t(`outcomes.${outcome}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Day
          label={t("from")}
          value={choice.from}
          max={choice.to}
          onChange={(from) => onChange({ ...choice, from })}
        />
        <Day
          label={t("to")}
          value={choice.to}
          min={choice.from}
          onChange={(to) => onChange({ ...choice, to })}
        />
      </div>
    </div>
  );
}

type DayProps = {
  label: string;
  value: string;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
};

function Day({ label, value, min, max, onChange }: DayProps) {
  return (
    <label className="flex items-center gap-2 text-[13px] text-muted">
      {label}
      <input
        type="date"
        value={value}
        min={min || undefined}
        max={max || undefined}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(
          fieldClass,
          "figures h-9 w-auto px-2.5 text-[13px]! pointer-coarse:h-11",
        )}
      />
    </label>
  );
}
