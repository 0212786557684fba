"use client";

import { useTranslations } from "next-intl";
import { type CSSProperties, useLayoutEffect, useRef, useState } from "react";
import { useBeneath } from "@/components/picture/see-beneath";
import { sourceSetOf } from "@/components/picture/picture-source";
import styles from "@/components/picture/picture.module.css";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { thumbhashUrl } from "@/components/picture/thumbhash-url";
import { useHold } from "@/components/picture/use-hold";
import { useHydrated } from "@/components/ui/use-hydrated";
import { classNames } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import { isHoldKey } from "@/components/ui/pressed-key";
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
  const pill = useHold({
    onHold: () => beneath.press(image.id),
    onRelease: beneath.release,
    delayMs: 0,
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
        {hasBeneath && <BeneathLayer imageId={image.parentImageId} isShown={isHeld} />}
      </button>
      {hasBeneath && (
        <button
          type="button"
          aria-pressed={isHeld}
          className={classNames(
            "absolute bottom-3 left-3 inline-flex h-8 items-center gap-2 rounded-full bg-black/70 px-3 text-[12px] text-white backdrop-blur-sm",
            "transition-opacity pointer-fine:opacity-0 group-hover/picture:opacity-100 group-focus-within/picture:opacity-100",
            styles.holdable,
            isSelected && "pointer-fine:opacity-100",
          )}
          onKeyDown={(event) => {
            if (isHoldKey(event)) {
              event.preventDefault();
              beneath.press(image.id);
            }
          }}
          onKeyUp={beneath.release}
          onBlur={beneath.release}
          {...pill}
        >
          {t("picture.seeBeneath")}
          <span className="pointer-coarse:hidden">
            <Kbd tone="inverse">P</Kbd>
          </span>
        </button>
      )}
    </div>
  );
}

/** The parent, laid over its child in the same box. Loaded on first use and kept. */
export function BeneathLayer({ imageId, isShown }: { imageId: string | null; isShown: boolean }) {
  const [wasEverShown, setEverShown] = useState(false);
  if (isShown && !wasEverShown) setEverShown(true);
  if (imageId === null || !wasEverShown) return null;
  return (
    <img
      src={imageBytesPath(imageId, 1440)}
      alt=""
      draggable={false}
      className={classNames(
        "pointer-events-none absolute inset-0 size-full object-cover transition-opacity duration-150",
        isShown ? "opacity-100" : "opacity-0",
      )}
    />
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
