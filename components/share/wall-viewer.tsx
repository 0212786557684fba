"use client";

import { ArrowLeft, ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Exhibit } from "@/components/share/exhibit";
import { ReviewPanel } from "@/components/share/review/review-panel";
import { RoomFrame } from "@/components/share/room-frame";
import { sharedImagePath, useShare } from "@/components/share/share-context";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import { IconButton } from "@/components/ui/icon-button";
import { useSwipe } from "@/components/viewer/use-swipe";
import type { ImageId } from "@/lib/contracts/ids";
import type { SharedImage } from "@/lib/contracts/share-view";

type Props = {
  image: SharedImage;
  onShow: (imageId: ImageId) => void;
  onClose: () => void;
};

/** A picture of the wall, and the way to its neighbours. */
export function WallViewer({ image, onShow, onClose }: Props) {
  const t = useTranslations("share.wall");
  const { base, view } = useShare();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  const at = view.images.findIndex(({ id }) => id === image.id);
  const previous = view.images[at - 1] ?? null;
  const next = view.images[at + 1] ?? null;
  const toPrevious = previous && (() => onShow(previous.id));
  const toNext = next && (() => onShow(next.id));
  useShortcuts({
    arrowleft: () => toPrevious?.(),
    arrowright: () => toNext?.(),
  });
  useEffect(() => {
    for (const one of [next, previous]) {
      if (one) new Image().src = sharedImagePath(base, one.id, 1440);
    }
  }, [base, next, previous]);
  // A swipe down scrolls.
  const swipe = useSwipe({ isOn: true, onPrevious: toPrevious, onNext: toNext, onClose: () => {} });
  return (
    <dialog
      ref={dialog}
      aria-label={image.alt}
      onClose={onClose}
      className="m-0 size-full max-h-none max-w-none overflow-y-auto bg-paper p-0 text-ink"
    >
      <RoomFrame
        header={
          <header className="flex h-14 shrink-0 items-center gap-1 px-3 sm:px-6">
            <IconButton label={t("close")} keys="Esc" size="lg" onClick={onClose}>
              <ArrowLeft aria-hidden className="size-[18px]" />
            </IconButton>
            <span className="figures ml-auto px-2 text-[13px] text-muted" aria-live="polite">
              {t("place", { place: at + 1, count: view.images.length })}
            </span>
            <IconButton
              label={t("previous")}
              keys="←"
              size="lg"
              disabled={toPrevious === null}
              onClick={() => toPrevious?.()}
            >
              <ChevronLeft aria-hidden className="size-5" />
            </IconButton>
            <IconButton
              label={t("next")}
              keys="→"
              size="lg"
              disabled={toNext === null}
              onClick={() => toNext?.()}
            >
              <ChevronRight aria-hidden className="size-5" />
            </IconButton>
          </header>
        }
        aside={view.mayComment && <ReviewPanel imageId={image.id} onShow={onShow} />}
      >
        <div {...swipe}>
          <Exhibit key={image.id} image={image} words={image.prompt} />
        </div>
      </RoomFrame>
    </dialog>
  );
}
