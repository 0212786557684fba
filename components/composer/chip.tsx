import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";

type Props = ComponentProps<"button"> & { isIcon?: boolean };

/** A setting in the composer's row; opens a popup that changes it. */
export function Chip({ isIcon, className, type, ...rest }: Props) {
  return (
    <button
      type={type ?? "button"}
      className={classNames(
        "inline-flex h-8 shrink-0 items-center gap-1.5 rounded-[8px] border border-line text-[13px] whitespace-nowrap text-muted transition-colors",
        "hover:border-line-strong hover:text-ink aria-expanded:border-line-strong aria-expanded:text-ink",
        "pointer-coarse:h-9",
        isIcon ? "w-9 justify-center" : "px-2.5",
        className,
      )}
      {...rest}
    />
  );
}
