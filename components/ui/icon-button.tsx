import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { hint } from "@/components/ui/tooltip";

type Props = Omit<ComponentProps<"button">, "aria-label" | "children"> & {
  /** Tooltip and accessible name. */
  label: string;
  /** Shortcut shown in the tooltip: "N", "⌘K". */
  keys?: string;
  size?: "sm" | "md" | "lg";
  children: ReactNode;
};

const sizes = { sm: "size-7", md: "size-8", lg: "size-10" };

/** A button with only an icon; the label shows on hover and focus. */
export function IconButton({ label, keys, size = "md", className, type, ...rest }: Props) {
  return (
    <button
      type={type ?? "button"}
      aria-label={label}
      {...hint(label, keys)}
      className={classNames(
        "inline-flex shrink-0 items-center justify-center rounded-control text-muted transition-colors",
        "not-disabled:hover:bg-hover not-disabled:hover:text-ink disabled:opacity-50",
        // Extends the touch target to 44 px without changing the size.
        "relative pointer-coarse:after:absolute pointer-coarse:after:-inset-1.5",
        sizes[size],
        className,
      )}
      {...rest}
    />
  );
}
