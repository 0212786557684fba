"use client";

import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { type TouchEvent, useRef, useState } from "react";
import {
  type ReactZoomPanPinchRef,
  TransformComponent,
  TransformWrapper,
} from "react-zoom-pan-pinch";
import { useBeneath } from "@/components/picture/see-beneath";
import { BeneathLayer } from "@/components/picture/picture";
import { sourceSetOf } from "@/components/picture/picture-source";
import styles from "@/components/picture/picture.module.css";
import { thumbhashUrl } from "@/components/picture/thumbhash-url";
import { useHold } from "@/components/picture/use-hold";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { isHoldKey } from "@/components/ui/pressed-key";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

/** Beyond this scale the 1440 px derivative looks soft: load the original. */
const ORIGINAL_FROM_SCALE = 1.3;
const SWIPE_PX = 56;

type Props = {
  image: ImageView;
  alt: string;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onClose: () => void;
};

/** The picture, fitted at first: wheel, double click, pinch and the buttons zoom, a drag pans. */
export function ZoomStage({ image, alt, onPrevious, onNext, onClose }: Props) {
  const t = useTranslations("viewer");
  const zoom = useRef<ReactZoomPanPinchRef>(null);
  const [isZoomed, setIsZoomed] = useState(false);
  const [wantsOriginal, setWantsOriginal] = useState(false);
  const swipe = useSwipe({ isOn: !isZoomed, onPrevious, onNext, onClose });

  return (
    // `touch-none`: otherwise the browser treats a swipe as its own Back.
    <div className="relative min-h-0 flex-1 touch-none" {...swipe}>
      <TransformWrapper
        ref={zoom}
        minScale={1}
        maxScale={8}
        centerOnInit
        panning={{ disabled: !isZoomed }}
        doubleClick={{ mode: "toggle", step: 1.2 }}
        onTransform={(_, { scale }) => {
          setIsZoomed(scale > 1.01);
          if (scale > ORIGINAL_FROM_SCALE) setWantsOriginal(true);
        }}
      >
        <TransformComponent
          wrapperStyle={{ width: "100%", height: "100%" }}
          contentStyle={{ width: "100%", height: "100%" }}
        >
          <Print image={image} alt={alt} wantsOriginal={wantsOriginal} isZoomed={isZoomed} />
        </TransformComponent>
      </TransformWrapper>
      <div className="absolute right-4 bottom-4 hidden gap-0.5 rounded-full bg-paper/80 p-0.5 backdrop-blur-sm pointer-fine:flex">
        <IconButton label={t("zoomOut")} onClick={() => void zoom.current?.zoomOut()}>
          <ZoomOut aria-hidden className="size-4" />
        </IconButton>
        <IconButton label={t("fit")} onClick={() => void zoom.current?.resetTransform()}>
          <Maximize aria-hidden className="size-4" />
        </IconButton>
        <IconButton label={t("zoomIn")} onClick={() => void zoom.current?.zoomIn()}>
          <ZoomIn aria-hidden className="size-4" />
        </IconButton>
      </div>
      {image.parentImageId !== null && isZoomed && (
        <BeneathPill imageId={image.id} className="bottom-4 left-4" />
      )}
    </div>
  );
}

type PrintProps = { image: ImageView; alt: string; wantsOriginal: boolean; isZoomed: boolean };

function Print({ image, alt, wantsOriginal, isZoomed }: PrintProps) {
  const beneath = useBeneath();
  const blur = thumbhashUrl(image.thumbhash);
  const hasBeneath = image.parentImageId !== null;
  const hold = useHold({ onHold: () => beneath.press(image.id), onRelease: beneath.release });
  return (
    <div className="flex size-full items-center justify-center p-3 sm:p-6 [container-type:size]">
      <div
        className={classNames(
          "relative overflow-hidden rounded-print bg-plate bg-cover",
          hasBeneath && styles.holdable,
        )}
        // A drag pans a zoomed picture, so only the pill and the key show the parent there.
        {...(hasBeneath && !isZoomed ? hold : {})}
        style={{
          aspectRatio: `${image.width} / ${image.height}`,
          width: `min(100cqw, calc(100cqh * ${image.width / image.height}))`,
          backgroundImage: blur ? `url(${blur})` : undefined,
        }}
      >
        <img
          {...(wantsOriginal
            ? { src: imageBytesPath(image.id, "original") }
            : { src: imageBytesPath(image.id, 1440), srcSet: sourceSetOf(image), sizes: "100vw" })}
          alt={alt}
          draggable={false}
          className={classNames("absolute inset-0 size-full", isZoomed && "cursor-grab")}
        />
        <BeneathLayer imageId={image.parentImageId} isShown={beneath.heldId === image.id} />
        {hasBeneath && !isZoomed && <BeneathPill imageId={image.id} className="bottom-3 left-3" />}
      </div>
    </div>
  );
}

function BeneathPill({ imageId, className }: { imageId: string; className: string }) {
  const t = useTranslations("viewer");
  const beneath = useBeneath();
  const hold = useHold({
    onHold: () => beneath.press(imageId),
    onRelease: beneath.release,
    delayMs: 0,
  });
  return (
    <button
      type="button"
      aria-pressed={beneath.heldId === imageId}
      className={classNames(
        "absolute inline-flex h-9 items-center gap-2 rounded-full bg-black/70 px-3.5 text-[12px] text-white",
        styles.holdable,
        className,
      )}
      onKeyDown={(event) => {
        if (isHoldKey(event)) {
          event.preventDefault();
          beneath.press(imageId);
        }
      }}
      onKeyUp={beneath.release}
      onBlur={beneath.release}
      {...hold}
    >
      {t("seeBeneath")}
      <span className="pointer-coarse:hidden">
        <Kbd tone="inverse">P</Kbd>
      </span>
    </button>
  );
}

type Swipe = {
  /** False while the picture is zoomed: a touch pans then. */
  isOn: boolean;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onClose: () => void;
};

/** A horizontal swipe changes the picture, a downward swipe closes. */
function useSwipe({ isOn, onPrevious, onNext, onClose }: Swipe) {
  const start = useRef<{ x: number; y: number } | null>(null);
  return {
    onTouchStart: (event: TouchEvent) => {
      const finger = event.touches[0];
      const isOne = event.touches.length === 1;
      start.current = isOn && isOne && finger ? { x: finger.clientX, y: finger.clientY } : null;
    },
    onTouchEnd: (event: TouchEvent) => {
      const from = start.current;
      const finger = event.changedTouches[0];
      start.current = null;
      if (!from || !finger) return;
      const x = finger.clientX - from.x;
      const y = finger.clientY - from.y;
      if (Math.abs(x) > SWIPE_PX && Math.abs(x) > 2 * Math.abs(y))
        (x > 0 ? onPrevious : onNext)?.();
      else if (y > 2 * SWIPE_PX && y > 2 * Math.abs(x)) onClose();
    },
  };
}
