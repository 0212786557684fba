"use client";

import { ArrowLeftRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { hint } from "@/components/ui/tooltip";
import { COMPARE_MODES, type CompareMode } from "@/components/viewer/compare/compare-mode";
import { Letter } from "@/components/viewer/filmstrip";

type Props = {
  mode: CompareMode;
  onMode: (mode: CompareMode) => void;
};

/** How two pictures are compared. Buttons, not radio buttons: the arrow keys belong to the viewer. */
export function CompareModes({ mode, onMode }: Props) {
  const t = useTranslations("viewer.compare");
  return (
    <div
      role="group"
      aria-label={t("modes")}
      // Where there is room, in the middle of the bar above.
      className="mx-auto flex w-fit rounded-control border border-line p-0.5 xl:absolute xl:-top-[45px] xl:left-1/2 xl:-translate-x-1/2"
    >
      {COMPARE_MODES.map((one, index) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === mode}
          {...hint(t(one), String(index + 1))}
          onClick={() => onMode(one)}
          className={classNames(
            "h-8 rounded-[7px] px-3 text-[14px] transition-colors pointer-coarse:h-10",
            one === mode ? "bg-selected text-ink" : "text-muted hover:text-ink",
          )}
        >
          {t(one)}
        </button>
      ))}
    </div>
  );
}

type LegendProps = {
  a: string;
  b: string;
  mode: CompareMode;
  /** Which one flicker shows. */
  shown: "a" | "b";
  onSwap: () => void;
};

/** Which picture is which: above their corners, so that nothing covers them. */
export function CompareLegend({ a, b, mode, shown, onSwap }: LegendProps) {
  const t = useTranslations("viewer.compare");
  const isAway = (letter: "a" | "b") => mode === "flicker" && shown !== letter;
  return (
    <div className="flex h-10 shrink-0 items-center gap-2 text-[13px] text-ink">
      <span
        className={classNames(
          "flex min-w-0 flex-1 items-center gap-2",
          isAway("a") && "opacity-40",
        )}
      >
        <Letter letter="A" />
        <span className="truncate">{a}</span>
      </span>
      <button
        type="button"
        {...hint(t("swap"), "S")}
        onClick={onSwap}
        className="flex h-8 shrink-0 items-center gap-2 rounded-control px-2 text-muted hover:bg-hover hover:text-ink pointer-coarse:h-10"
      >
        <ArrowLeftRight aria-hidden className="size-3.5" />
        {t("swap")}
      </button>
      <span
        className={classNames(
          "flex min-w-0 flex-1 items-center justify-end gap-2",
          isAway("b") && "opacity-40",
        )}
      >
        <span className="truncate">{b}</span>
        <Letter letter="B" />
      </span>
      <span role="status" className="sr-only">
        {mode === "flicker" &&
          (shown === "a" ? t("showsA", { name: a }) : t("showsB", { name: b }))}
      </span>
    </div>
  );
}
