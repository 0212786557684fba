"use client";

import { useTranslations } from "next-intl";
import { type CSSProperties, useLayoutEffect, useRef, useState } from "react";
import { BeneathLayer, BeneathPill } from "@/components/picture/beneath-layers";
import { useBeneath } from "@/components/picture/see-beneath";
import { sourceSetOf } from "@/components/picture/picture-source";
import styles from "@/components/picture/picture.module.css";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { thumbhashUrl } from "@/components/picture/thumbhash-url";
import { useHold } from "@/components/picture/use-hold";
import { useHydrated } from "@/components/ui/use-hydrated";
import { classNames } from "@/components/ui/class-names";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = {
  image: ImageView;
  alt: string;
  style: CSSProperties;
  /** The img `sizes` attribute: the width at which it will be drawn. */
  sizes: string;
  isSelected: boolean;
  /** Loads before other pictures; these wait until they are near the visible area. */
  isFirst?: boolean;
  onOpen: () => void;
};

/** A finished picture: fades in from its thumbhash, opens on click, and shows its parent while held. */
export function Picture({ image, alt, style, sizes, isSelected, isFirst, onOpen }: Props) {
  const t = useTranslations("studio");
  const beneath = useBeneath();
  const hasBeneath = image.parentImageId !== null;
  const isHeld = hasBeneath && beneath.heldId === image.id;
  const hold = useHold({
    onHold: () => hasBeneath && beneath.press(image.id),
    onRelease: beneath.release,
  });

  return (
    <div
      className={classNames(
        "group/picture relative overflow-hidden rounded-print bg-plate",
        isSelected && "ring-1 ring-line-strong",
      )}
      style={{ ...style, backgroundColor: thumbhashColour(image.thumbhash) }}
      onPointerEnter={() => beneath.point(image.id)}
      onPointerLeave={() => beneath.point(null)}
    >
      <button
        type="button"
        className={classNames(
          "absolute inset-0 cursor-zoom-in focus-visible:-outline-offset-2",
          hasBeneath && styles.holdable,
        )}
        aria-label={t("picture.open", { prompt: alt })}
        onClick={onOpen}
        onFocus={() => beneath.point(image.id)}
        onBlur={() => beneath.point(null)}
        {...(hasBeneath ? hold : {})}
      >
        <DissolvingImage
          key={image.id}
          image={image}
          alt={alt}
          sizes={sizes}
          isFirst={isFirst ?? false}
        />
        {image.parentImageId !== null && (
          <BeneathLayer src={imageBytesPath(image.parentImageId, 1440)} isShown={isHeld} />
        )}
      </button>
      {hasBeneath && (
        <BeneathPill
          imageId={image.id}
          label={t("picture.seeBeneath")}
          className={classNames(
            "bottom-3 left-3 h-8 px-3 backdrop-blur-sm",
            "transition-opacity pointer-fine:opacity-0 group-hover/picture:opacity-100 group-focus-within/picture:opacity-100",
            isSelected && "pointer-fine:opacity-100",
          )}
        />
      )}
    </div>
  );
}

type DissolvingProps = { image: ImageView; alt: string; sizes: string; isFirst: boolean };

/**
 * A picture in the server's markup shows immediately; one that arrives later waits until it is decoded and fades in
 * over its blur, so that no half-loaded rows show.
 */
function DissolvingImage({ image, alt, sizes, isFirst }: DissolvingProps) {
  const isHydrated = useHydrated();
  const [isLive] = useState(isHydrated);
  const [shown, setShown] = useState<"at once" | "waiting" | "dissolving">(
    isLive ? "waiting" : "at once",
  );
  const img = useRef<HTMLImageElement>(null);

  useLayoutEffect(() => {
    if (img.current?.complete && img.current.naturalWidth > 0) setShown("at once");
  }, []);

  const dissolve = () => {
    const done = () => setShown((now) => (now === "waiting" ? "dissolving" : now));
    // decode() rejects when the source changed meanwhile; then show the picture as it is.
    img.current?.decode().then(done, done);
  };
  const blur = shown === "at once" ? null : thumbhashUrl(image.thumbhash);

  return (
    <>
      {blur && (
        <img src={blur} alt="" aria-hidden className="absolute inset-0 size-full object-cover" />
      )}
      <img
        ref={img}
        src={imageBytesPath(image.id, 1440)}
        srcSet={sourceSetOf(image)}
        sizes={sizes}
        width={image.width}
        height={image.height}
        alt={alt}
        loading={isFirst ? "eager" : "lazy"}
        fetchPriority={isFirst ? "high" : undefined}
        decoding="async"
        draggable={false}
        onLoad={dissolve}
        onError={() => setShown("at once")}
        className={classNames(
          "absolute inset-0 size-full object-cover",
          shown === "waiting" && "opacity-0",
          shown === "dissolving" && "opacity-100 transition-opacity duration-200",
        )}
      />
    </>
  );
}
