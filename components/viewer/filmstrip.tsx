"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { classNames } from "@/components/ui/class-names";
import type { StripPicture } from "@/components/viewer/viewer-order";
import type { ImageId } from "@/lib/contracts/ids";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = {
  pictures: readonly StripPicture[];
  currentId: ImageId;
  /** While two are compared: the other one. */
  comparedId: ImageId | null;
  onPick: (imageId: ImageId) => void;
};

/** The pictures around the current one. While two are compared, a click picks the other one. */
export function Filmstrip({ pictures, currentId, comparedId, onPick }: Props) {
  const t = useTranslations("viewer");
  const list = useRef<HTMLOListElement>(null);
  const first = pictures[0]?.id;
  useEffect(() => {
    if (first === undefined) return;
    const current = list.current?.querySelector(`[data-strip="${currentId}"]`);
    current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [currentId, first]);
  if (pictures.length < 2) return null;
  const hasCaptions = pictures.some(({ caption }) => caption !== null);
  return (
    <ol
      ref={list}
      aria-label={t("filmstrip")}
      className="mx-auto flex max-w-full shrink-0 gap-3 overflow-x-auto px-5 pt-3 pb-3 [scrollbar-width:none] sm:gap-5"
    >
      {pictures.map((picture, index) => {
        const isCurrent = picture.id === currentId;
        const isCompared = picture.id === comparedId;
        const letter = comparedId === null ? null : isCurrent ? "B" : isCompared ? "A" : null;
        return (
          <li key={picture.id} className="flex shrink-0 flex-col items-center">
            <button
              type="button"
              data-strip={picture.id}
              aria-label={picture.caption || t("strip", { number: index + 1 })}
              aria-current={isCurrent || undefined}
              onClick={() => onPick(picture.id)}
              className={classNames(
                "group/strip relative block rounded-print transition-opacity",
                hasCaptions ? "h-[46px] sm:h-[54px]" : "h-[50px] sm:h-[58px]",
                isCurrent && "ring-2 ring-accent ring-offset-3 ring-offset-(color:--paper)",
                isCompared && "ring-2 ring-ink ring-offset-3 ring-offset-(color:--paper)",
                !isCurrent && !isCompared && "opacity-75 hover:opacity-100",
              )}
              style={{
                aspectRatio: Math.min(2.4, Math.max(0.5, picture.ratio)),
                backgroundColor: thumbhashColour(picture.thumbhash),
              }}
            >
              <img
                src={imageBytesPath(picture.id, 256)}
                alt=""
                loading="lazy"
                decoding="async"
                draggable={false}
                className="size-full rounded-print object-cover"
              />
              {letter !== null && (
                <Letter letter={letter} className="absolute -top-2.5 -left-2.5" />
              )}
            </button>
            {hasCaptions && (
              <span
                aria-hidden
                className={classNames(
                  "mt-2 min-h-4 max-w-[104px] truncate text-[12px] leading-4",
                  isCurrent || isCompared ? "text-ink" : "text-muted",
                )}
              >
                {picture.caption}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** Which of two compared pictures it is; B is the one in hand. */
export function Letter({ letter, className }: { letter: "A" | "B"; className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames(
        "grid size-[19px] shrink-0 place-items-center rounded-full text-[11px] font-semibold",
        letter === "A" ? "bg-ink text-paper" : "bg-accent-strong text-on-accent",
        className,
      )}
    >
      {letter}
    </span>
  );
}
