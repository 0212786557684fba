"use client";

import { useId } from "react";
import { classNames } from "@/components/ui/class-names";

type Props<Value extends string> = {
  /** Accessible name of the group. */
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
};

/** A segmented control with arrow keys. On a narrow page the row scrolls. */
export function Segments<Value extends string>({ label, options, value, onChange }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className="min-w-0 max-w-full">
      <legend className="sr-only">{label}</legend>
      <div className="flex overflow-x-auto rounded-control border border-line p-0.5 [scrollbar-width:none]">
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              "relative flex h-8 shrink-0 cursor-pointer items-center rounded-[7px] px-3 text-[13px] whitespace-nowrap text-muted transition-colors pointer-coarse:h-10",
              "hover:text-ink has-checked:bg-selected has-checked:text-ink",
              "has-focus-visible:outline-2 has-focus-visible:-outline-offset-1 has-focus-visible:outline-accent",
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
