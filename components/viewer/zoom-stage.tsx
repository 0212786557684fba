"use client";

import { useTranslations } from "next-intl";
import { type Ref, useRef, useState } from "react";
import {
  type ReactZoomPanPinchRef,
  TransformComponent,
  TransformWrapper,
} from "react-zoom-pan-pinch";
import { BeneathLayer, BeneathPill } from "@/components/picture/beneath-layers";
import { useBeneath } from "@/components/picture/see-beneath";
import { sourceSetOf } from "@/components/picture/picture-source";
import styles from "@/components/picture/picture.module.css";
import { thumbhashUrl } from "@/components/picture/thumbhash-url";
import { useHold } from "@/components/picture/use-hold";
import { classNames } from "@/components/ui/class-names";
import { useSwipe } from "@/components/viewer/use-swipe";
import {
  MAX_SCALE,
  ORIGINAL_FROM_SCALE,
  useZoomHandle,
  type ZoomHandle,
} from "@/components/viewer/zoom";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = {
  ref?: Ref<ZoomHandle>;
  image: ImageView;
  alt: string;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onClose: () => void;
  onPercent: (percent: number) => void;
};

/** The picture, fitted at first: wheel, double click, pinch and the buttons zoom, a drag pans. */
export function ZoomStage({ ref, image, alt, onPrevious, onNext, onClose, onPercent }: Props) {
  const t = useTranslations("viewer");
  const zoom = useRef<ReactZoomPanPinchRef>(null);
  const [isZoomed, setIsZoomed] = useState(false);
  const [wantsOriginal, setWantsOriginal] = useState(false);
  const { fitted, report } = useZoomHandle(ref, zoom, image.width, onPercent);
  const swipe = useSwipe({ isOn: !isZoomed, onPrevious, onNext, onClose });

  return (
    // `touch-none`: otherwise the browser treats a swipe as its own Back.
    <div className="relative min-h-0 flex-1 touch-none" {...swipe}>
      <TransformWrapper
        ref={zoom}
        minScale={1}
        maxScale={MAX_SCALE}
        centerOnInit
        panning={{ disabled: !isZoomed }}
        doubleClick={{ mode: "toggle", step: 1.2 }}
        onTransform={(_, { scale }) => {
          setIsZoomed(scale > 1.01);
          if (scale > ORIGINAL_FROM_SCALE) setWantsOriginal(true);
          report(scale);
        }}
        onInit={() => report(1)}
      >
        <TransformComponent
          wrapperStyle={{ width: "100%", height: "100%" }}
          contentStyle={{ width: "100%", height: "100%" }}
        >
          <Print
            ref={fitted}
            image={image}
            alt={alt}
            wantsOriginal={wantsOriginal}
            isZoomed={isZoomed}
          />
        </TransformComponent>
      </TransformWrapper>
      {image.parentImageId !== null && isZoomed && (
        <BeneathPill
          imageId={image.id}
          label={t("seeBeneath")}
          className="bottom-4 left-4 h-9 px-3.5"
        />
      )}
    </div>
  );
}

type PrintProps = {
  ref: Ref<HTMLDivElement>;
  image: ImageView;
  alt: string;
  wantsOriginal: boolean;
  isZoomed: boolean;
};

function Print({ ref, image, alt, wantsOriginal, isZoomed }: PrintProps) {
  const t = useTranslations("viewer");
  const beneath = useBeneath();
  const blur = thumbhashUrl(image.thumbhash);
  const hasBeneath = image.parentImageId !== null;
  const hold = useHold({ onHold: () => beneath.press(image.id), onRelease: beneath.release });
  return (
    <div className="flex size-full items-center justify-center p-3 sm:p-6 [container-type:size]">
      <div
        ref={ref}
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
        {image.parentImageId !== null && (
          <BeneathLayer
            src={imageBytesPath(image.parentImageId, 1440)}
            isShown={beneath.heldId === image.id}
          />
        )}
        {hasBeneath && !isZoomed && (
          <BeneathPill
            imageId={image.id}
            label={t("seeBeneath")}
            className="bottom-3 left-3 h-9 px-3.5"
          />
        )}
      </div>
    </div>
  );
}
