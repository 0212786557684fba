"use client";

import { useTranslations } from "next-intl";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { classNames } from "@/components/ui/class-names";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = {
  image: ImageView;
  /** Nearest first, as the server returns them. */
  ancestors: ImageView[];
  onShow: (imageId: ImageId) => void;
};

/** The picture and its ancestors, first version first. Empty for a picture without a parent. */
export function Filmstrip({ image, ancestors, onShow }: Props) {
  const t = useTranslations("viewer");
  if (image.parentImageId === null) return null;
  const versions = [...ancestors.toReversed(), image];
  return (
    <ol
      // Remounts when the ancestors load, which scrolls the current one into view.
      key={versions.length}
      aria-label={t("filmstrip")}
      className="mx-auto flex h-[92px] max-w-full shrink-0 items-center gap-2.5 overflow-x-auto px-5 pb-3"
    >
      {versions.map((version, index) => {
        const isCurrent = version.id === image.id;
        return (
          <li key={version.id} className="shrink-0">
            <button
              ref={isCurrent ? bringIntoView : undefined}
              type="button"
              aria-label={t("version", { number: index + 1 })}
              aria-current={isCurrent || undefined}
              onClick={() => onShow(version.id)}
              className={classNames(
                "block h-[58px] overflow-hidden rounded-print transition-opacity",
                isCurrent
                  ? "ring-2 ring-accent ring-offset-2 ring-offset-(color:--paper)"
                  : "opacity-75 hover:opacity-100",
              )}
              style={{
                aspectRatio: `${version.width} / ${version.height}`,
                backgroundColor: thumbhashColour(version.thumbhash),
              }}
            >
              <img
                src={imageBytesPath(version.id, 256)}
                alt=""
                decoding="async"
                draggable={false}
                className="size-full object-cover"
              />
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function bringIntoView(element: HTMLElement | null) {
  element?.scrollIntoView({ block: "nearest", inline: "center" });
}
