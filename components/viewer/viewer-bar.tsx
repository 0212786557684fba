"use client";

import { ArrowLeft, ChevronLeft, ChevronRight, Info, Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { hint } from "@/components/ui/tooltip";
import type { ZoomHandle } from "@/components/viewer/zoom";

type Props = {
  title: string;
  position: { number: number; count: number } | null;
  percent: number | null;
  zoom: () => ZoomHandle | null;
  areDetailsOpen: boolean;
  onShowDetails: () => void;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onClose: () => void;
};

/** The viewer's toolbar: the way out, the place in the order, and the zoom. */
export function ViewerBar(props: Props) {
  const t = useTranslations("viewer");
  const { position, onPrevious, onNext } = props;
  return (
    <header className="flex h-[52px] shrink-0 items-center gap-1 px-2 sm:px-4">
      <IconButton label={t("close")} keys="Esc" onClick={props.onClose}>
        <ArrowLeft aria-hidden className="size-[18px]" />
      </IconButton>
      <p className="min-w-0 truncate px-1.5 xl:max-w-[260px] text-[14px] font-semibold text-ink">
        {props.title}
      </p>
      {position && (
        <div className="flex shrink-0 items-center text-[13px] text-muted">
          <IconButton
            label={t("previous")}
            keys="←"
            size="sm"
            disabled={onPrevious === null}
            onClick={() => onPrevious?.()}
          >
            <ChevronLeft aria-hidden className="size-4" />
          </IconButton>
          <span className="figures px-0.5" aria-live="polite">
            {t("place", { place: position.number, count: position.count })}
          </span>
          <IconButton
            label={t("next")}
            keys="→"
            size="sm"
            disabled={onNext === null}
            onClick={() => onNext?.()}
          >
            <ChevronRight aria-hidden className="size-4" />
          </IconButton>
        </div>
      )}
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <Zoom percent={props.percent} zoom={props.zoom} />
        {!props.areDetailsOpen && (
          <IconButton
            label={t("details")}
            keys="I"
            aria-pressed={false}
            onClick={props.onShowDetails}
          >
            <Info aria-hidden className="size-4" />
          </IconButton>
        )}
      </div>
    </header>
  );
}

/** For a mouse; fingers pinch. */
function Zoom({ percent, zoom }: Pick<Props, "percent" | "zoom">) {
  const t = useTranslations("viewer");
  return (
    <div className="hidden items-center text-[13px] text-muted md:pointer-fine:flex">
      <IconButton label={t("zoomOut")} size="sm" onClick={() => zoom()?.zoomOut()}>
        <Minus aria-hidden className="size-4" />
      </IconButton>
      <button
        type="button"
        aria-label={t("fit")}
        {...hint(t("fit"))}
        onClick={() => zoom()?.fit()}
        className="figures h-7 min-w-13 rounded-control px-1 text-center text-ink hover:bg-hover"
      >
        {percent === null ? "" : t("percent", { percent })}
      </button>
      <IconButton label={t("zoomIn")} size="sm" onClick={() => zoom()?.zoomIn()}>
        <Plus aria-hidden className="size-4" />
      </IconButton>
      <button
        type="button"
        {...hint(t("toPixels"))}
        onClick={() => zoom()?.toPixels()}
        className="figures ml-2 flex h-7 items-center gap-2 rounded-control px-1.5 hover:bg-hover hover:text-ink"
      >
        {t("percent", { percent: 100 })}
        <Kbd isHint>0</Kbd>
      </button>
    </div>
  );
}
