"use client";

import { type ComponentProps, useId } from "react";
import { classNames } from "@/components/ui/class-names";
import { fieldClass } from "@/components/ui/text-field";

type Option = { value: string; label: string; isDisabled?: boolean };

type Props = Omit<ComponentProps<"select">, "id" | "children"> & {
  label: string;
  /** Hides the label visually, where the context makes it clear. */
  isLabelHidden?: boolean;
  options: readonly Option[];
};

/** A native select, which works best on phones and with the keyboard. */
export function SelectField({ label, isLabelHidden, options, className, ...rest }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label
        htmlFor={id}
        className={isLabelHidden ? "sr-only" : "mb-1.5 block text-[13px] font-medium text-ink"}
      >
        {label}
      </label>
      <select
        id={id}
        className={classNames(
          fieldClass,
          "cursor-pointer disabled:cursor-default disabled:opacity-60",
          isLabelHidden ? "h-9 px-2.5! text-[14px]! pointer-coarse:h-11" : "h-11",
        )}
        {...rest}
      >
        {options.map(({ value, label: words, isDisabled }) => (
          <option key={value} value={value} disabled={isDisabled}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
