"use client";

import type { DayRange } from "@/components/settings/day-range";
import { classNames } from "@/components/ui/class-names";
import { fieldClass } from "@/components/ui/text-field";

type Props = {
  range: DayRange;
  onChange: (range: DayRange) => void;
  labels: { from: string; to: string };
};

/** A range of days, open at either end. */
export function DayFields({ range, onChange, labels }: Props) {
  const { from, to } = range;
  return (
    <div className="grid w-full grid-cols-2 gap-3 sm:flex sm:w-auto sm:items-center sm:gap-x-4">
      <Day
        label={labels.from}
        value={from}
        max={to}
        onChange={(day) => onChange({ from: day, to })}
      />
      <Day
        label={labels.to}
        value={to}
        min={from}
        onChange={(day) => onChange({ from, to: day })}
      />
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
    <label className="grid min-w-0 gap-1.5 text-[13px] text-muted sm:flex sm:items-center sm:gap-2">
      {label}
      <input
        type="date"
        value={value}
        min={min || undefined}
        max={max || undefined}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(
          fieldClass,
          "figures h-9 min-w-0 px-2.5 text-[13px]! sm:w-auto pointer-coarse:h-11",
        )}
      />
    </label>
  );
}
