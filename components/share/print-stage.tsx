"use client";

import { useTranslations } from "next-intl";
import { type MouseEvent, type ReactNode, type TouchEvent, useRef, useState } from "react";
import { BeneathLayer, BeneathPill } from "@/components/picture/beneath-layers";
import styles from "@/components/picture/picture.module.css";
import { useBeneath } from "@/components/picture/see-beneath";
import { useHold } from "@/components/picture/use-hold";
import { Dissolve } from "@/components/share/dissolve";
import { ratioClass, ratioRef } from "@/components/share/ratio";
import { sharedImagePath, useShare } from "@/components/share/share-context";
import { classNames } from "@/components/ui/class-names";
import { CompareSlider, shareOfWidth, useDrag } from "@/components/viewer/compare/compare-slider";
import type { ImageId } from "@/lib/contracts/ids";
import type { SharedImage } from "@/lib/contracts/share-view";

/** A point of a picture, as shares of its width and height. */
export type Point = { x: number; y: number };

type Props = {
  image: SharedImage;
  /** The version that it was made from. */
  before: SharedImage | null;
  isComparing: boolean;
  onShown?: (imageId: ImageId) => void;
  /** A click on the picture. */
  onPoint?: (point: Point) => void;
  /** Pins. */
  children?: ReactNode;
};

/** The picture, as large as the page allows: hold it to see the version before, or drag the border between both. */
export function PrintStage({ image, before, isComparing, onShown, onPoint, children }: Props) {
  const t = useTranslations("share.stage");
  const { base } = useShare();
  const beneath = useBeneath();
  const box = useRef<HTMLDivElement>(null);
  const [split, setSplit] = useState(50);
  const drag = useDrag((clientX) => setSplit(shareOfWidth(box.current, clientX)));
  const canSeeBefore = before !== null && !isComparing;
  const hold = useHold({
    onHold: () => beneath.press(image.id),
    onRelease: beneath.release,
  });
  const point = (event: MouseEvent) => {
    const rect = box.current?.getBoundingClientRect();
    if (!rect || isComparing) return;
    // A keyboard's click has no position, and means the middle.
    const isPointer = event.detail > 0;
    onPoint?.({
      x: isPointer ? (event.clientX - rect.left) / rect.width : 0.5,
      y: isPointer ? (event.clientY - rect.top) / rect.height : 0.5,
    });
  };
  return (
    <div
      ref={(element) => {
        box.current = element;
        ratioRef(image)(element);
      }}
      data-stage
      className={classNames(
        ratioClass(image),
        "relative aspect-(--ratio) w-[min(100%,calc(var(--stage)*var(--ratio)))] overflow-hidden bg-plate sm:rounded-print",
        isComparing && "touch-none",
        canSeeBefore && styles.holdable,
      )}
      {...(isComparing ? { onPointerDown: drag, onTouchStart: stop } : {})}
    >
      {/* The pins are beside this layer, so that pressing one is no click on the picture. */}
      <div className="absolute inset-0" {...(canSeeBefore ? hold : {})}>
        <Dissolve image={image} onShown={onShown} />
        {canSeeBefore && (
          <BeneathLayer
            key={before.id}
            src={sharedImagePath(base, before.id, 1440)}
            isShown={beneath.heldId === image.id}
          />
        )}
        {onPoint && !isComparing && (
          <button
            type="button"
            aria-label={t("comment")}
            className="absolute inset-0 cursor-crosshair focus-visible:-outline-offset-2"
            onClick={point}
          />
        )}
      </div>
      {isComparing && before !== null ? (
        <>
          <div
            aria-hidden
            className="pointer-events-none absolute inset-0"
            style={{ clipPath: `inset(0 ${100 - split}% 0 0)` }}
          >
            <img
              src={sharedImagePath(base, before.id, 1440)}
              alt=""
              draggable={false}
              className="size-full object-cover"
            />
          </div>
          <Side className="left-3">{t("before")}</Side>
          <Side className="right-3">{t("after")}</Side>
          <CompareSlider label={t("border")} split={split} onSplit={setSplit} onGrab={drag} />
        </>
      ) : (
        children
      )}
      {canSeeBefore && (
        <BeneathPill
          imageId={image.id}
          label={t("beneath")}
          className="bottom-3 left-3 h-8 px-3 pointer-coarse:h-10 pointer-coarse:px-4"
        />
      )}
    </div>
  );
}

/** Dragging the border is no swipe to the next picture. */
function stop(event: TouchEvent): void {
  event.stopPropagation();
}

function Side({ className, children }: { className: string; children: ReactNode }) {
  return (
    <span
      className={classNames(
        "pointer-events-none absolute top-3 rounded-full bg-black/70 px-2.5 py-1 text-[12px] leading-4 text-white",
        className,
      )}
    >
      {children}
    </span>
  );
}
