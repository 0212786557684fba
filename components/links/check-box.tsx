"use client";

type Props = { label: string; isOn: boolean; onChange: (isOn: boolean) => void };

export function CheckBox({ label, isOn, onChange }: Props) {
  return (
    <label className="flex min-h-9 items-center gap-2 text-[14px] text-ink not-has-disabled:cursor-pointer pointer-coarse:min-h-11">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 accent-(--ink)"
      />
      {label}
    </label>
  );
}
