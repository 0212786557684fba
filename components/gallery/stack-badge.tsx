"use client";

import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { hint } from "@/components/ui/tooltip";

/** The edges of the pictures behind the first one, inside its own box, so that rows do not shift. */
export function StackEdges({ colour }: { colour: string | undefined }) {
  const style = { backgroundColor: colour };
  return (
    <span aria-hidden className="pointer-events-none absolute inset-x-0 top-0 block h-2">
      <span
        className="absolute inset-x-[10px] top-0 h-[3px] rounded-t-print bg-plate opacity-55"
        style={style}
      />
      <span
        className="absolute inset-x-[5px] top-1 h-[3px] rounded-t-print bg-plate opacity-80"
        style={style}
      />
    </span>
  );
}

type Props = {
  count: number;
  isOpen: boolean;
  /** Above the actions of the picture. */
  isRaised: boolean;
  onPress: () => void;
};

/** How many pictures a stack has; opens it in place, or closes it. */
export function StackBadge({ count, isOpen, isRaised, onPress }: Props) {
  const t = useTranslations("gallery.stacks");
  const label = t(isOpen ? "close" : "open", { count });
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      aria-expanded={isOpen}
      {...hint(label, "E")}
      onClick={onPress}
      className={classNames(
        "figures absolute right-2 z-[1] flex h-6 items-center rounded-full px-2.5 text-[12px] font-semibold text-white transition-[bottom] duration-150 after:absolute after:-inset-2.5",
        isOpen ? "bg-ink! text-paper!" : "bg-black/65 hover:bg-black/80",
        isRaised ? "bottom-10" : "bottom-2",
      )}
    >
      ×{count}
    </button>
  );
}
