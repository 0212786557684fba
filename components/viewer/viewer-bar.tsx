"use client";

import { ChevronLeft, ChevronRight, CornerDownRight, Download, Info, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { hint } from "@/components/ui/tooltip";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = {
  image: ImageView | null;
  position: { number: number; count: number } | null;
  areDetailsOpen: boolean;
  onToggleDetails: () => void;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onRefine: (() => void) | null;
  onGoToTurn: (() => void) | null;
  actions?: ReactNode;
  onClose: () => void;
};

/** The viewer's toolbar. */
export function ViewerBar(props: Props) {
  const t = useTranslations("viewer");
  const { image, position, onPrevious, onNext } = props;
  return (
    <header className="flex h-[51px] shrink-0 items-center gap-1 px-3 sm:px-[18px]">
      {position && (
        <div className="flex items-center text-[13px] text-muted">
          <IconButton
            label={t("previous")}
            keys="←"
            disabled={onPrevious === null}
            onClick={() => onPrevious?.()}
          >
            <ChevronLeft aria-hidden className="size-4" />
          </IconButton>
          <span className="figures px-1" aria-live="polite">
            {t("place", { place: position.number, count: position.count })}
          </span>
          <IconButton
            label={t("next")}
            keys="→"
            disabled={onNext === null}
            onClick={() => onNext?.()}
          >
            <ChevronRight aria-hidden className="size-4" />
          </IconButton>
        </div>
      )}
      <div className="ml-auto flex items-center gap-1">
        {props.onRefine && (
          <Button size="sm" variant="outline" onClick={props.onRefine}>
            <CornerDownRight aria-hidden className="size-4" />
            {t("refine")}
          </Button>
        )}
        {props.onGoToTurn && (
          <Button size="sm" variant="outline" onClick={props.onGoToTurn}>
            {t("goToTurn")}
          </Button>
        )}
        {props.actions}
        {image && (
          <a
            href={imageBytesPath(image.id, "original")}
            download=""
            aria-label={t("download")}
            {...hint(t("download"))}
            className="relative ml-1 inline-flex size-8 items-center justify-center rounded-control text-muted transition-colors hover:bg-hover hover:text-ink pointer-coarse:after:absolute pointer-coarse:after:-inset-1.5"
          >
            <Download aria-hidden className="size-4" />
          </a>
        )}
        <IconButton
          label={props.areDetailsOpen ? t("hideDetails") : t("details")}
          keys="I"
          aria-pressed={props.areDetailsOpen}
          onClick={props.onToggleDetails}
          className={classNames(props.areDetailsOpen && "bg-selected text-ink")}
        >
          <Info aria-hidden className="size-4" />
        </IconButton>
        <IconButton label={t("close")} keys="Esc" onClick={props.onClose}>
          <X aria-hidden className="size-[18px]" />
        </IconButton>
      </div>
    </header>
  );
}
