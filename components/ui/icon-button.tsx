import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { hint } from "@/components/ui/tooltip";

type Props = Omit<ComponentProps<"button">, "aria-label" | "children"> & {
  /** What it does, for the tooltip and for screen readers. */
  label: string;
  /** The key that does the same, shown in the tooltip: "N", "⌘K". */
  keys?: string;
  size?: "sm" | "md" | "lg";
  children: ReactNode;
};

const sizes = { sm: "size-7", md: "size-8", lg: "size-10" };

/** A control that is only an icon: it always has a name and shows it on hover and on focus. */
export function IconButton({ label, keys, size = "md", className, type, ...rest }: Props) {
  return (
    <button
      type={type ?? "button"}
      aria-label={label}
      {...hint(label, keys)}
      className={classNames(
        "inline-flex shrink-0 items-center justify-center rounded-control text-muted transition-colors",
        "not-disabled:hover:bg-hover not-disabled:hover:text-ink disabled:opacity-50",
        // A finger needs 44 px: the control stays small, its reach grows.
        "relative pointer-coarse:after:absolute pointer-coarse:after:-inset-1.5",
        sizes[size],
        className,
      )}
      {...rest}
    />
  );
}
