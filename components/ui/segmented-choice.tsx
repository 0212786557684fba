"use client";

import { classNames } from "@/components/ui/class-names";

type Props<Value extends string> = {
  /** Accessible name of the group. */
  legend: string;
  name: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
};

/** Two or three options side by side, as native radio buttons. */
export function SegmentedChoice<Value extends string>(props: Props<Value>) {
  return (
    <fieldset>
      <legend className="sr-only">{props.legend}</legend>
      <div className="flex rounded-control border border-line p-0.5">
        {props.choices.map(({ value, label }) => (
          <label
            key={value}
            className={classNames(
              "flex h-9 flex-1 cursor-pointer items-center justify-center rounded-[7px] px-3 text-[14px] text-muted transition-colors pointer-coarse:h-10",
              "hover:text-ink has-checked:bg-selected has-checked:text-ink",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent",
            )}
          >
            <input
              type="radio"
              name={props.name}
              value={value}
              className="sr-only"
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
