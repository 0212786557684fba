"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { hint } from "@/components/ui/tooltip";

type Props = {
  isSelected: boolean;
  /** Always visible, not only under the pointer. */
  isShown: boolean;
  onPress: (isRange: boolean) => void;
};

/** The round mark in a picture's corner that selects it. */
export function TileMark({ isSelected, isShown, onPress }: Props) {
  const t = useTranslations("gallery.selection");
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isSelected}
      aria-label={t("select")}
      tabIndex={-1}
      {...hint(t("select"), t("spaceKey"))}
      onClick={(event) => onPress(event.shiftKey)}
      className={classNames(
        "absolute top-0 left-0 flex size-9 items-center justify-center transition-opacity duration-150 pointer-coarse:size-11",
        !isShown &&
          "opacity-0 group-hover/tile:opacity-100 group-has-focus-visible/tile:opacity-100 pointer-coarse:hidden",
      )}
    >
      <span
        className={classNames(
          "flex size-[22px] items-center justify-center rounded-full border-[1.5px] transition-colors",
          isSelected
            ? "border-paper bg-ink text-paper shadow-[0_0_0_1px_var(--ink)] dark:border-[#121211]"
            : "border-white/85 bg-black/15 text-transparent shadow-[0_0_2px_rgb(0_0_0/0.45)] hover:bg-black/35",
        )}
      >
        <Check aria-hidden strokeWidth={2.5} className="size-3.5" />
      </span>
    </button>
  );
}
