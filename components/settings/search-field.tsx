"use client";

import { classNames } from "@/components/ui/class-names";
import { fieldClass } from "@/components/ui/text-field";

type Props = { label: string; value: string; onChange: (value: string) => void };

/** Filters the list below while typing. */
export function SearchField({ label, value, onChange }: Props) {
  return (
    <label className="block min-w-0 flex-1 basis-48 sm:max-w-72">
      <span className="sr-only">{label}</span>
      <input
        type="search"
        value={value}
        placeholder={label}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        className={classNames(fieldClass, "h-9 px-2.5 text-[13px]! pointer-coarse:h-11")}
      />
    </label>
  );
}
