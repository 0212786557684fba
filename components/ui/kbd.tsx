import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

type Props = {
  children: ReactNode;
  tone?: "plain" | "inverse";
  /** A hint next to a control; hidden on devices without a keyboard. */
  isHint?: boolean;
};

export function Kbd({ children, tone = "plain", isHint }: Props) {
  return (
    <kbd
      className={classNames(
        "inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-[5px] border px-1 font-sans text-[11px] leading-none",
        tone === "plain" ? "border-line bg-raised text-muted" : "border-current/30 text-current",
        isHint && "pointer-coarse:hidden",
      )}
    >
      {children}
    </kbd>
  );
}
