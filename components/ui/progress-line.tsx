import { classNames } from "@/components/ui/class-names";

type Props = {
  /** 0 to 1; null if unknown. */
  value: number | null;
  label: string;
  className?: string;
};

/** A hairline progress bar; it pulses while the value is unknown. */
export function ProgressLine({ value, label, className }: Props) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === null ? undefined : Math.round(value * 100)}
      className={classNames("h-0.5 w-full overflow-hidden rounded-full bg-ink/15", className)}
    >
      <div
        className={classNames(
          "h-full origin-left bg-accent",
          value === null ? "breathe" : "transition-transform duration-500 ease-[steps(2)]",
        )}
        style={{ transform: `scaleX(${value ?? 1})` }}
      />
    </div>
  );
}
