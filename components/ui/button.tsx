import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";

export type ButtonVariant = "primary" | "outline" | "ghost" | "danger";
export type ButtonSize = "sm" | "md" | "lg";

const base =
  "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-control font-medium transition-colors disabled:opacity-50 aria-disabled:opacity-50";

const variants: Record<ButtonVariant, string> = {
  primary:
    "bg-accent-strong text-on-accent not-disabled:hover:bg-[color-mix(in_srgb,var(--accent-strong)_90%,var(--ink))]",
  outline: "border border-line bg-raised text-ink not-disabled:hover:border-line-strong",
  ghost: "text-muted not-disabled:hover:bg-hover not-disabled:hover:text-ink",
  danger: "border border-line bg-raised text-danger not-disabled:hover:border-danger",
};

const sizes: Record<ButtonSize, string> = {
  sm: "h-8 px-2.5 text-[13px]",
  md: "h-9 px-3.5 text-[14px]",
  lg: "h-11 px-5 text-[15px]",
};

/** Button styles for links. */
export function buttonClass(variant: ButtonVariant = "outline", size: ButtonSize = "md"): string {
  return classNames(base, variants[variant], sizes[size]);
}

type Props = ComponentProps<"button"> & { variant?: ButtonVariant; size?: ButtonSize };

/** `primary` is for the next action; at most one per screen. */
export function Button({ variant = "outline", size = "md", className, type, ...rest }: Props) {
  return (
    <button
      type={type ?? "button"}
      className={classNames(buttonClass(variant, size), className)}
      {...rest}
    />
  );
}
